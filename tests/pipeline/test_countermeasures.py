"""A real node: countermeasures are noted, told with what came after, follow a merge, and are undone."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from spamatlas.model import CountermeasureKind, Rejected, Submission, VertexKind, campaign_number, submission_id
from spamatlas.pipeline.actions import Actions
from spamatlas.pipeline.answers import Answers
from spamatlas.pipeline.countermeasures import checked, effects, written_from
from spamatlas.pipeline.node import Node
from spamatlas.settings import Settings
from spamatlas.store import countermeasures

TODAY = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0)
SINCE = TODAY - timedelta(days=9)
LIKE = 9
WORDS = ("alpha", "bravo", "cobalt", "dahlia", "ember", "fjord", "garnet", "harbour", "indigo", "juniper", "kestrel")


def text(campaign: int, day: int, copy: int) -> Submission:
    """A report of a campaign that links to one host before the day and to another one after."""
    words = " ".join(f"{word[::-1]}{campaign * 7}x{word}" for word in WORDS[campaign % 5 : campaign % 5 + 6])
    host = f"h{campaign}.example" if day <= 0 else f"g{campaign}.example"
    body = msgspec.json.encode({"channel": "sms", "text": f"{words} https://{host}/fee"})
    reporter, name = f"r{copy}", f"{campaign} {day} {copy}"
    return Submission(
        id=submission_id(reporter, name, body),
        media_type="application/vnd.spamatlas.report+json",
        body=body,
        received_at=SINCE + timedelta(days=day, seconds=campaign * 60 + copy),
        reporter=reporter,
        caller_id=name,
    )


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answers]:
    """Campaign 0 ends on the day; like ones go on at two a day; all are a week old."""
    days = [(campaign, day) for campaign in range(LIKE + 1) for day in range(-7, 7) if campaign or day < 1]
    texts = [text(campaign, day, copy) for campaign, day in days for copy in (0, 1)]
    texts += [text(0, 1, 0)]
    with Node(Settings(data=tmp_path_factory.mktemp("node"), workers=1)) as node:
        node.accept(sorted(texts, key=lambda each: each.received_at))
        node.drain()
        yield Answers(node)


def named(answers: Answers, campaign: int) -> str:
    sql = (
        "SELECT concat('C-', leftPad(lower(hex(campaign)), 16, '0')) AS name FROM report WHERE caller_id = {id:String}"
    )
    return str(answers.node.store.query(sql, {"id": f"{campaign} -7 0"})[0]["name"])


def test_noted_told_and_undone(answers: Answers) -> None:
    name = named(answers, 0)
    measure = {
        "kind": "host_down",
        "target": "h0.example",
        "organisation": "Example Hosting",
        "taken_on": f"{SINCE:%F}",
    }
    done = answers.campaigns_counter(name, measure)
    found = answers.campaign(name)
    assert found
    (told,) = found["countermeasures"]
    assert (told["number"], told["noted_by"], told["target_kind"]) == (done.action, "operator", "host")
    effect = told["effect"]
    assert (effect["kind"], effect["like"], effect["before"], effect["after"]) == ("fell", LIKE, 14, 1)
    assert effect["expected"]["low"] < 12 < effect["expected"]["high"]
    assert told["aimed_at"] == {"before": 14, "after": 0}
    assert [row["value"] for row in told["turned_to"]["hosts"]] == ["g0.example"]
    assert told["looked_at"] == 17
    answers.campaigns_undo()
    found = answers.campaign(name)
    assert found
    assert found["countermeasures"] == []
    with pytest.raises(Rejected, match="undone-before"):
        answers.campaigns_undo(done.action)


def test_it_goes_along_when_campaigns_are_made_one(answers: Answers) -> None:
    one, other = named(answers, 1), named(answers, 2)
    answers.campaigns_counter(other, {"kind": "warning"})
    merged = answers.campaigns_merge([one, other])
    found = answers.campaign(one)
    assert found
    assert [each["kind"] for each in found["countermeasures"]] == ["warning"]
    assert found["countermeasures"][0]["effect"]["kind"] == "few"
    answers.campaigns_undo(merged.action)
    found = answers.campaign(one)
    assert found
    assert found["countermeasures"] == []


@pytest.mark.parametrize(
    "measure",
    [
        {"kind": "revenge"},
        {"kind": "notice", "taken_on": "yesterday"},
        {"kind": "notice", "taken_on": "2999-01-01"},
        {"kind": "notice", "taken_on": "1200-01-01"},
        {"kind": "notice", "taken_on": "2026-03-05", "effective_on": "2026-03-04"},
        {"kind": "notice", "taken_on": "2026-03-05", "effective_on": "2028-03-05"},
        {"kind": "notice", "organisation": "ann@example.org"},
        {"kind": "notice", "note": "called Ann on +44 7700 900123"},
        {"kind": "notice", "note": "x" * 501},
        {"kind": "notice", "target": "C-00000000000000ff"},
        {"kind": "notice", "target": "file:abc"},
        {"kind": "notice", "who": "Ann"},
        {"kind": 7},
        {},
    ],
)
def test_what_is_not_as_it_has_to_be_is_refused_and_nothing_is_noted(answers: Answers, measure: dict[str, str]) -> None:
    before = answers.node.actions.newest()
    with pytest.raises(Rejected, match="bad-countermeasure"):
        answers.campaigns_counter(named(answers, 3), measure)
    assert answers.node.actions.newest() == before


def test_no_campaign_is_no_place_for_one(answers: Answers) -> None:
    for name in ("C-00000000000000ff", "nothing", ""):
        with pytest.raises(Rejected, match="no-such-campaign"):
            answers.campaigns_counter(name, {"kind": "notice"})


def test_references_and_days_are_no_persons(answers: Answers) -> None:
    note = "N-0123456789ab of 2026-11-26, ticket 12345678"
    found = checked(written_from({"kind": "notice", "note": note}), answers.node.store, [1], TODAY.date())
    assert found.note == note
    assert found.kind is CountermeasureKind.NOTICE
    assert (found.taken_on, found.target_kind, found.target) == (TODAY.date(), VertexKind.CAMPAIGN, "")


def test_a_history_that_was_lost_takes_no_countermeasure_along(answers: Answers, tmp_path: Path) -> None:
    name = named(answers, 4)
    answers.campaigns_counter(name, {"kind": "listed"})
    row = answers.campaign(name)
    assert row
    parts = [campaign_number(name)]
    noted = countermeasures.noted(answers.node.store, parts)
    with_none = effects(answers.node.store, Actions(tmp_path / "actions.sqlite"), row, parts, noted)
    assert [(each["kind"], each["noted_at"], each["noted_by"]) for each in with_none] == [("listed", None, "")]
