"""What cannot be read, whole or in part, by every way in: a verdict that says so, and never *ham* by it."""

import base64
import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from litestar.testing import TestClient

from spamatlas.cli.judging import found_in, verdict_lines
from spamatlas.intake import Refusal
from spamatlas.model import Submission
from spamatlas.pipeline.answers import Answers
from spamatlas.pipeline.opening import opened
from spamatlas.settings import Settings
from spamatlas.web import create_app

PHISH = (
    b"Your account is suspended. Verify your password at http://secure-login.paypa1-verify.example/login within 24 "
    b"hours or it will be closed."
)
LUNCH = b"Hi Anna, shall we meet for lunch on Thursday at the usual place? I will bring the photos of the trip. Tom"
FIELDS = b"From: %s\nTo: a@example.org\nSubject: %s\nDate: Tue, 3 Nov 2026 10:00:00 +0000\nMIME-Version: 1.0\n"
BAD = FIELDS % (b"Support <support@paypa1-verify.example>", b"Account suspended")
GOOD = FIELDS % (b"Tom <tom@mail.example>", b"Lunch on Thursday")
BASE64 = b"Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n"
JUNK = random.Random(15).randbytes(20_000)


def with_parts(fields: bytes, text: bytes, before: int, after: int, filling: bytes = b"") -> bytes:
    other = b"--b\n\n" + filling + b"\n"
    start = fields + b"Content-Type: multipart/mixed; boundary=b\n\n" + other * before
    return start + b"--b\nContent-Type: text/plain\n\n" + text + b"\n" + other * after + b"--b--\n"


def with_levels(fields: bytes, text: bytes, deep: int) -> bytes:
    opened_by = b"".join(b"Content-Type: multipart/mixed; boundary=r%d\n\n--r%d\n" % (n, n) for n in range(deep))
    return fields + opened_by + b"Content-Type: text/plain\n\n" + text + b"\n"


def cut_off(fields: bytes, text: bytes) -> bytes:
    return fields + BASE64 + base64.encodebytes(text * 3)[:-37]


# Name, bytes, the rulings that are right, the beginning of the reason (none where empty).
CASES: dict[str, tuple[bytes, set[str], str]] = {
    "parts around": (with_parts(BAD, PHISH, 501, 501), {"spam"}, "It has more than 1000 parts"),
    "parts before": (with_parts(BAD, PHISH, 1002, 0), {"spam"}, "It has more than 1000 parts"),
    "full parts before": (with_parts(BAD, PHISH, 1002, 0, LUNCH), {"suspect", "spam"}, "It has more than 1000 parts"),
    "few parts": (with_parts(GOOD, LUNCH, 20, 20), {"ham"}, ""),
    "levels": (with_levels(BAD, PHISH, 40), {"spam"}, "Its parts lie more than 30 deep"),
    "levels of lunch": (with_levels(GOOD, LUNCH, 40), {"suspect"}, "Its parts lie more than 30 deep"),
    "few levels": (with_levels(GOOD, LUNCH, 20), {"ham"}, ""),
    "empty": (b"", {"suspect"}, "It is empty"),
    "blank": (b" \r\n\n", {"suspect"}, "It is empty"),
    "junk": (JUNK, {"suspect"}, "It is neither a mail nor a text"),
    "base64 cut off": (cut_off(BAD, PHISH), {"spam"}, ""),
    "base64 of lunch": (cut_off(GOOD, LUNCH), {"ham"}, ""),
    "newlines": (BAD + b"\nHello,\n" + b"\n" * 5000 + PHISH, {"spam"}, ""),
}


def lines_of(folder: Path, data: Path) -> dict[str, Any]:
    here = Settings(data=data, workers=1)
    found = list(verdict_lines(found_in([folder], "auto", here), here, 1))
    assert not [each for each in found if isinstance(each, Refusal)]
    return {line["id"]: line for line in (json.loads(each) for each in found if isinstance(each, bytes))}


def said(line: dict[str, Any]) -> str:
    return " ".join(each["text"] for each in line["reasons"] if each["code"] == "could-not-read")


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("mails")
    for name, (body, _, _) in CASES.items():
        (folder / f"{name}.eml").write_bytes(body)
    (folder / "junk.bin").write_bytes(JUNK)
    return lines_of(folder, folder.parent / "data")


@pytest.mark.parametrize("name", CASES)
def test_a_mail_that_cannot_be_read_whole_is_judged_by_what_can_be(name: str, judged: dict[str, Any]) -> None:
    _, rulings, why = CASES[name]
    line = judged[f"{name}.eml"]
    assert line["verdict"] in rulings
    assert said(line).startswith(why) if why else not said(line)


@pytest.mark.parametrize("name", ["empty.eml", "blank.eml", "junk.eml", "junk.bin"])
def test_of_what_nothing_can_be_read_the_odds_are_even(name: str, judged: dict[str, Any]) -> None:
    line = judged[name]
    assert (line["spam"], line["category"], line["lure"]) == (0.5, "other", "none")
    assert [each["weight"] for each in line["reasons"] if each["code"] == "could-not-read"] == [0]


def test_the_command_ends_well(tmp_path: Path) -> None:
    bodies = CASES["parts around"][0], b"", JUNK
    paths = [tmp_path / f"{number}.eml" for number in range(len(bodies))]
    for path, body in zip(paths, bodies, strict=True):
        path.write_bytes(body)
    done = subprocess.run(
        [sys.executable, "-m", "spamatlas", "judge", "--data", str(tmp_path / "data"), *map(str, paths)],
        capture_output=True,
        timeout=300,
        check=False,
        env=os.environ | {"SPAMATLAS_WORKERS": "1"},
    )
    assert done.returncode == 0, done.stderr
    assert [json.loads(each)["verdict"] for each in done.stdout.splitlines()] == ["spam", "suspect", "suspect"]


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answers]:
    with opened(Settings(data=tmp_path_factory.mktemp("node"), workers=1)) as answers:
        yield answers


@pytest.mark.parametrize("name", ["parts around", "levels", "junk", "base64 cut off"])
def test_the_api_gives_a_verdict(name: str, node: Answers) -> None:
    body, rulings, why = CASES[name]
    with TestClient(create_app(node), base_url="http://127.0.0.1:8052") as client:
        answer = client.post("/api/v1/judge", content=body, headers={"content-type": "message/rfc822"})
    assert answer.status_code == 200
    (line,) = answer.json()
    assert line["verdict"] in rulings
    assert said(line).startswith(why)


def test_a_node_counts_what_is_read_in_part_and_keeps_what_is_not(node: Answers) -> None:
    names = ("parts around", "levels", "base64 cut off", "junk", "blank")
    filed: list[Submission] = []
    for name in names:
        found = list(node.read(CASES[name][0], "message/rfc822", "r", None))
        filed += [each for each in found if isinstance(each, Submission)]
    ids = dict(zip(names, node.accept(filed).ids, strict=True))
    node.drain()
    assert {each["id"]: each["code"] for each in node.quarantine()} == {ids["junk"]: "no-header", ids["blank"]: "empty"}
    told = {name: node.report(ids[name]) for name in names[:3]}
    assert {name: report["verdict"]["ruling"] for name, report in told.items() if report} == dict.fromkeys(
        names[:3], "spam"
    )


PIECES = st.sampled_from(
    (
        b"Content-Type: multipart/mixed; boundary=x\n", b"Content-Type: message/rfc822\n", BASE64, b"--x\n", b"--x--\n",
        b"\n", b"From: a@mail.example\n", b"Subject: parcel\n", b"\0\xff\x1b", PHISH, b" " * 3000, b"{", b"PK\x03\x04",
        b"%PDF-1.7\n", b"begin 644 a\n", b"=?utf-8?q?", b"<table>" * 50, b"\x1f\x8b\x08", b"From a Mon Nov 2\n",
    )
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.binary(max_size=2000), st.lists(PIECES, max_size=60).map(b"".join)))
def test_any_bytes_get_a_verdict_or_a_clear_refusal(tmp_path_factory: pytest.TempPathFactory, body: bytes) -> None:
    folder = tmp_path_factory.getbasetemp()
    path = folder / "any"
    path.write_bytes(body)
    here = Settings(data=folder / "data", workers=1)
    found = list(verdict_lines(found_in([path], "auto", here), here, 1))
    assert found, "silence is no answer"
    for each in found:
        if isinstance(each, Refusal):
            assert each.code != "crashed"
            assert each.reason
        else:
            assert json.loads(each)["verdict"] in {"spam", "suspect", "ham"}
