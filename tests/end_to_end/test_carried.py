"""Spam that carries something innocent, and people who pass on spam: as judged when they arrive, and as reported."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from spamatlas.cli.judging import found_in, verdict_lines
from spamatlas.model import Submission
from spamatlas.pipeline.answers import Answers
from spamatlas.pipeline.checking import Pasted
from spamatlas.pipeline.opening import opened
from spamatlas.settings import Settings
from spamatlas.web import create_app

BAD, FRIEND = "info@dhl-parcel-fee.example", "anna.berg@mail.example"
PHISH = "Your parcel could not be delivered. Pay the customs fee of 1.99 here: https://dhl-parcel-fee.example/pay"
ROSES = "We should meet again after the holidays to talk about the garden. The children walked to school."
WORRY = "Did you get this one as well? I nearly clicked!\n\nAnna"


def head(sender: str, subject: str) -> str:
    name = "DHL" if sender == BAD else sender.partition("@")[0].partition(".")[0].title()
    return f"From: {name} <{sender}>\nTo: m@home.example\nSubject: {subject}\nDate: Thu, 26 Nov 2026 09:14:20 +0000\n"


def with_file(top: str, said: str, within: str, kind: str = "") -> bytes:
    parts = f"--b\n\n{said}\n{kind}--b\nContent-Type: message/rfc822\n\n{within}\n--b--\n"
    return f"{top}MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n{parts}".encode()


def inline(top: str, said: str, sender: str, subject: str, text: str) -> bytes:
    return f"{top}\n{said}\n\nBegin forwarded message:\n\nFrom: {sender}\nSubject: {subject}\n\n{text}\n".encode()


LETTER = f"{head(FRIEND, 'Garden')}\n{ROSES}"
SPAM = f"{head(BAD, 'Your parcel is on hold')}\n{PHISH}"
REPORT = "--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nUser-Agent: x\nVersion: 1\n\n"
# Bytes, the ruling where it arrived, the sender meant, the reason that says so, the rulings where it is reported.
CASES: dict[str, tuple[bytes, str, str, str, set[str]]] = {
    "spam with a letter": (
        with_file(head(BAD, "Your parcel is on hold"), PHISH, LETTER), "spam", BAD, "around-message", {"suspect"},
    ),
    "spam as a feedback report": (
        with_file(head(BAD, "Your parcel is on hold"), PHISH, LETTER, REPORT),
        "spam", BAD, "around-message", {"suspect"},
    ),
    "spam above a letter": (
        inline(head(BAD, "Fwd: Your parcel is on hold"), PHISH, FRIEND, "Garden", ROSES),
        "spam", BAD, "around-message", {"suspect"},
    ),
    "a friend who asks": (
        inline(head(FRIEND, "Fwd: Is this a scam??"), WORRY, BAD, "Your parcel is on hold", PHISH),
        "spam", BAD, "carried-message", {"spam"},
    ),
    "a friend who attaches": (
        with_file(head(FRIEND, "Fwd: is this a scam?"), WORRY, SPAM), "spam", BAD, "carried-message", {"spam"},
    ),
    "a friend's letter passed on": (
        with_file(head("tom@mail.example", "Fwd: Garden"), "See below, Tom", LETTER), "ham", "", "", {"ham"},
    ),
}  # fmt: skip


def codes(reasons: list[dict[str, Any]]) -> set[str]:
    return {each["code"] for each in reasons}


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("mails")
    for name, case in CASES.items():
        (folder / f"{name}.eml").write_bytes(case[0])
    here = Settings(data=folder.parent / "data", workers=1)
    found = [
        json.loads(each) for each in verdict_lines(found_in([folder], "auto", here), here, 1) if isinstance(each, bytes)
    ]
    return {Path(line["id"]).stem: line for line in found}


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answers]:
    with opened(Settings(data=tmp_path_factory.mktemp("node"), workers=1)) as answers:
        yield answers


@pytest.mark.parametrize("name", CASES)
def test_the_worse_of_two_is_judged_where_a_mail_arrived(name: str, lines: dict[str, Any]) -> None:
    _, ruling, _, code, _ = CASES[name]
    assert lines[name]["verdict"] == ruling
    if code:
        assert code in codes(lines[name]["reasons"])


@pytest.mark.parametrize("name", CASES)
def test_the_api_says_the_same(name: str, node: Answers) -> None:
    body, ruling, *_ = CASES[name]
    with TestClient(create_app(node), base_url="http://127.0.0.1:8052") as client:
        answer = client.post("/api/v1/judge", content=body, headers={"content-type": "message/rfc822"})
    assert [each["verdict"] for each in answer.json()] == [ruling]


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case[2]])
def test_the_sender_of_the_spam_is_named_who_asks_about_a_file(name: str, node: Answers) -> None:
    body, ruling, sender, *_ = CASES[name]
    checked = node.check(Pasted(file=body, media_type="message/rfc822"))
    assert checked.message.sender is not None
    assert (checked.message.sender.value, checked.verdict.ruling) == (sender, ruling)


def test_a_report_stays_on_what_was_passed_on_and_nothing_of_it_is_lost(node: Answers) -> None:
    filed = [
        each
        for case in CASES.values()
        for each in node.read(case[0], "message/rfc822", "r", None)
        if isinstance(each, Submission)
    ]
    ids = node.accept(filed).ids
    node.drain()
    for name, number in zip(CASES, ids, strict=True):
        told = node.report(number)
        assert told is not None
        assert told["verdict"]["ruling"] in CASES[name][4], name
        assert ("said-around" in codes(told["verdict"]["reasons"])) == (CASES[name][4] == {"suspect"})
