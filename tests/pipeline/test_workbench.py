"""A person's word teaches, changes the verdict and the figures with it, and comes off again to the last bit."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import msgspec
import numpy as np
import pytest
from tests.pipeline.filing import filed, mail

from spamatlas.cli.teaching import teachers
from spamatlas.intake import pseudonym
from spamatlas.judge import Learned, Lesson
from spamatlas.model import Rejected, Unavailable
from spamatlas.pipeline.answers import Answers
from spamatlas.pipeline.node import Node
from spamatlas.settings import Settings
from spamatlas.store.search import Part

TEXTS = [
    b"Your parcel is held, pay the fee of 1.99 at https://parcel-fee.example/pay now",
    b"See you at seven, I bring the bread and the cheese",
    b"Lowest prices on watches, reply STOP to end, https://watch.example/",
]


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answers]:
    settings = Settings(data=tmp_path_factory.mktemp("node"), workers=1)
    with Node(settings) as node:
        found = Answers(node)
        yield found


@pytest.fixture
def ids(answers: Answers) -> list[str]:
    submissions = [filed(f"reporter {datetime.now(UTC).timestamp()}", text) for text in TEXTS]
    answers.accept(submissions)
    answers.drain()
    return [each.id for each in submissions]


def learned(answers: Answers) -> tuple[list[Any], bytes]:
    """Everything that was learnt, to the last bit, and the lessons kept."""
    folder = answers.node.folder
    known = Learned.read(folder.weights) if folder.weights.is_file() else Learned()
    lessons = msgspec.msgpack.decode(folder.lessons.read_bytes()) if folder.lessons.is_file() else {}
    parts = [known.weights, known.grams.seen, known.words.seen, np.array(known.texts)]
    return [each.tobytes() for each in parts], msgspec.msgpack.encode(sorted(lessons.items()))


def verdict(answers: Answers, identifier: str) -> dict[str, Any]:
    found = answers.report(identifier)
    assert found
    return {name: value for name, value in found["verdict"].items() if name != "revision"}


def figures(answers: Answers) -> dict[str, int]:
    counts: dict[str, int] = {}
    for row in answers.statistic("verdicts").rows:
        counts[row["ruling"]] = counts.get(row["ruling"], 0) + row["reports"]
    return counts


def test_feedback_teaches_and_changes_verdict_and_figures(answers: Answers, ids: list[str]) -> None:
    before, known = figures(answers), learned(answers)
    was = verdict(answers, ids[1])["ruling"]
    other = "spam" if was != "spam" else "ham"
    done = answers.workbench.feedback(other, [ids[1]])
    assert (done.changed, done.refused) == (1, ())
    assert verdict(answers, ids[1])["ruling"] == other
    assert figures(answers).get(other, 0) == before.get(other, 0) + 1
    assert figures(answers)[other] + sum(n for name, n in figures(answers).items() if name != other) == sum(
        before.values()
    )
    assert learned(answers) != known
    answers.workbench.undo(done.action)
    assert {name: n for name, n in figures(answers).items() if n} == {name: n for name, n in before.items() if n}


def test_undo_is_exact(answers: Answers, ids: list[str]) -> None:
    known, verdicts = learned(answers), [verdict(answers, each) for each in ids]
    first = answers.workbench.feedback("ham", ids)
    taught = learned(answers)
    second = answers.workbench.feedback("spam", ids[:2])
    third = answers.workbench.feedback("forget", ids[:1])
    assert verdict(answers, ids[0]) == verdicts[0]
    answers.workbench.undo(third.action)
    answers.workbench.undo(second.action, "analyst 2")
    assert [answers.workbench.actions.one(each.action).undone_by for each in (third, second, first)] == [
        "operator", "analyst 2", "",
    ]  # fmt: skip
    assert learned(answers) == taught
    assert verdict(answers, ids[0])["ruling"] == "ham"
    answers.workbench.undo(first.action)
    assert learned(answers) == known
    assert [verdict(answers, each) for each in ids] == verdicts


def test_what_was_said_before_changes_nothing(answers: Answers, ids: list[str]) -> None:
    first = answers.workbench.feedback("spam", ids)
    again = answers.workbench.feedback("spam", ids)
    assert (again.action, again.changed, again.unchanged) == (0, 0, 3)
    forgotten = answers.workbench.feedback("forget", ids)
    assert answers.workbench.feedback("forget", ids).unchanged == 3
    answers.workbench.undo(forgotten.action)
    answers.workbench.undo(first.action)


def test_undo_goes_in_order_and_once(answers: Answers, ids: list[str]) -> None:
    first = answers.workbench.feedback("spam", ids)
    second = answers.workbench.feedback("ham", ids[:1])
    with pytest.raises(Rejected, match="changed-since"):
        answers.workbench.undo(first.action)
    answers.workbench.undo(second.action)
    answers.workbench.undo(first.action)
    with pytest.raises(Rejected, match="undone-before"):
        answers.workbench.undo(first.action)
    with pytest.raises(Rejected, match="no-such-action"):
        answers.workbench.undo(10**6)


def test_the_same_bytes_of_two_reporters_are_one_lesson(answers: Answers, ids: list[str]) -> None:
    twin = filed("another reporter", TEXTS[0])
    answers.accept([twin])
    answers.drain()
    known = learned(answers)
    first = answers.workbench.feedback("spam", [ids[0]])
    taught = learned(answers)
    second = answers.workbench.feedback("spam", [twin.id])
    assert learned(answers) == taught
    with pytest.raises(Rejected, match="changed-since"):
        answers.workbench.undo(first.action)
    answers.workbench.undo(second.action)
    answers.workbench.undo(first.action)
    assert learned(answers) == known


def test_what_was_destroyed_teaches_nothing_and_says_so(answers: Answers, ids: list[str]) -> None:
    done = answers.workbench.feedback("spam", [ids[2]])
    erased = answers.workbench.erase([ids[2], ids[1]])
    assert erased.changed == 2
    refused = answers.workbench.feedback("ham", ids)
    assert {each[0] for each in refused.refused} == set(ids[1:])
    assert {each[1] for each in refused.refused} == {"evidence-erased"}
    assert refused.changed == 1
    with pytest.raises(Rejected, match="evidence-erased"):
        answers.workbench.undo(done.action)
    with pytest.raises(Rejected, match="not-reversible"):
        answers.workbench.undo(erased.action)
    assert [each.kind for each in answers.workbench.actions.newest(3)] == ["ham", "erase", "spam"]


def test_a_store_that_is_down_half_way_leaves_an_action_that_can_be_undone(
    answers: Answers, ids: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    known, verdicts = learned(answers), [verdict(answers, each) for each in ids]

    def down(*_: object) -> int:
        raise Unavailable("the store is down")

    with monkeypatch.context() as patch:
        patch.setattr("spamatlas.pipeline.feedback.revise", down)
        with pytest.raises(Unavailable):
            answers.workbench.feedback("ham", ids)
    latest = answers.workbench.actions.latest_reversible()
    assert latest
    assert (latest.kind, latest.reports) == ("ham", 3)
    answers.workbench.undo(latest.number)
    assert learned(answers) == known
    assert [verdict(answers, each) for each in ids] == verdicts


def test_too_many_and_unknown_reports_are_refused_before_anything_changes(answers: Answers, ids: list[str]) -> None:
    known = learned(answers)
    with pytest.raises(Rejected, match="no-such-report"):
        answers.workbench.feedback("spam", [*ids, "f" * 32])
    with pytest.raises(Rejected, match="too-many-reports"):
        answers.workbench.feedback("spam", [f"{place:032x}" for place in range(1001)])
    assert learned(answers) == known


def test_search_and_messages(answers: Answers, ids: list[str]) -> None:
    bench = answers.workbench
    found = [row["id"] for row in bench.search([("link", "parcel-fee.example")], Part()).rows]
    assert ids[0] in found
    assert not set(ids[1:]) & set(found)
    texts = [message.text for message in bench.messages(ids) if message]
    assert [text.strip().encode() for text in texts] == TEXTS
    (campaign,) = {row["campaign"] for row in bench.listed([ids[0]])}
    assert sum(bench.campaign_days([campaign])[campaign]) >= 1
    told = answers.campaign(campaign)
    assert told
    assert told["spread"]["hosts"][0]["value"] == "parcel-fee.example"
    assert told["variants"]["shown"][0]["report"]
    assert told["life"]["days"][-1]["reports"] >= 1
    (other,) = {row["campaign"] for row in bench.listed([ids[1]])}
    pair = answers.campaign_pair(campaign, other)
    assert pair
    assert pair["common"]["hosts"]["in_both"] == 0
    assert answers.campaign_pair(campaign, "C-00000000000000ff") is None


def test_a_view_is_undone_like_all_else(answers: Answers) -> None:
    bench = answers.workbench
    assert bench.undo(bench.views.save("Parcels", "q=parcel")).changed == 1
    assert bench.views.of() == []


def test_who_holds_a_receipt_teaches_the_publics_layer_and_withdrawing_takes_it_off(
    answers: Answers, ids: list[str]
) -> None:
    known, number, was = learned(answers), answers.receipt(ids[0]), verdict(answers, ids[0])
    for label in ("ham", "spam", "spam"):
        assert answers.receipt_say(number, label)
        found = answers.receipt_report(number)
        assert found
        assert (found["said"], verdict(answers, ids[0])) == (label, was)
    layer = Learned.read(answers.node.folder.public)
    assert (layer.texts, int(layer.grams.seen[1].sum()) > 0) == ([0, 1], True)
    assert learned(answers) == known, "what those who work here taught is apart"
    assert answers.withdraw(number)
    assert Learned.read(answers.node.folder.public).texts == [0, 0]
    assert not answers.receipt_say("nothing", "spam")
    with pytest.raises(Rejected, match="evidence-erased"):
        answers.receipt_say(number, "ham")


def test_reports_are_lessons_where_a_node_takes_them_so(answers: Answers, ids: list[str]) -> None:
    while answers.node.public.take_up_reports():
        pass
    texts = Learned.read(answers.node.folder.public).texts
    answers.accept([filed("one", mail(b"%d" % place)) for place in range(5)])
    answers.drain()
    assert answers.node.public.take_up_reports() == 5
    assert Learned.read(answers.node.folder.public).texts == [texts[0], texts[1] + 3], "of one reporter three count"
    assert answers.node.public.take_up_reports() == 0


def test_a_lesson_says_who_taught_and_when_and_the_list_names_nobody(answers: Answers) -> None:
    before = {row["teachers"]: row for row in teachers(answers.settings)}
    fresh = filed("one", b"The violin lesson is on thursday")
    answers.accept([fresh])
    answers.drain()
    done = answers.workbench.feedback("ham", [fresh.id], "Ana")
    lessons = msgspec.msgpack.decode(answers.node.folder.lessons.read_bytes(), type=dict[str, Lesson])
    (lesson,) = [each for each in lessons.values() if each.by == pseudonym(answers.node.folder.secret(), "Ana")]
    assert abs(lesson.at - datetime.now(UTC).timestamp()) < 60
    (staff, public) = teachers(answers.settings)
    was = before[staff["teachers"]]
    assert [staff[name] - was[name] for name in ("people", "lessons of ham", "counting")] == [1, 1, 1]
    assert lesson.by not in str((staff, public))
    answers.workbench.undo(done.action)


NOTE = (
    b"Dear neighbour number %d, the council will close Harbour Street for works on the water main from %s, "
    b"please move your car to the yard behind the library until the barriers are gone"
)


def ruling_of(answers: Answers, campaign: str) -> str:
    found = answers.campaign(campaign)
    assert found
    return str(found["ruling"])


def neighbours(answers: Answers, number: int) -> tuple[list[str], str]:
    days = (b"monday", b"tuesday", b"wednesday", b"thursday", b"friday")
    given = [filed(f"neighbour {place}", NOTE % (place, days[place % 5])) for place in range(number)]
    answers.accept(given)
    answers.drain()
    ids = [each.id for each in given]
    (campaign,) = {row["campaign"] for row in answers.workbench.listed(ids)}
    return ids, campaign


def test_a_campaign_follows_two_words_and_not_one_and_the_writer_is_told(answers: Answers) -> None:
    ids, campaign = neighbours(answers, 6)
    before = ruling_of(answers, campaign)
    assert before != "spam"
    first = answers.workbench.feedback("spam", ids[:1], "Ana")
    assert ruling_of(answers, campaign) == before, "one word against the others turns no campaign"
    copy = filed("a late neighbour", NOTE % (0, b"monday"))
    near = filed("another late neighbour", NOTE % (7, b"wednesday next week"))
    answers.accept([copy, near])
    answers.drain()
    assert verdict(answers, copy.id)["ruling"] == "spam"
    assert verdict(answers, copy.id)["reasons"][0]["code"] == "feedback-copy"
    assert verdict(answers, near.id)["ruling"] == before
    second = answers.workbench.feedback("spam", ids[1:2], "Ana")
    assert ruling_of(answers, campaign) == "spam"
    assert answers.node.writer.told.campaign(int(campaign.removeprefix("C-"), 16))
    answers.workbench.undo(second.action)
    assert ruling_of(answers, campaign) == before
    assert answers.node.writer.told.campaign(int(campaign.removeprefix("C-"), 16)) is None
    answers.workbench.undo(first.action)
    later = filed("a later neighbour", NOTE % (0, b"monday"))
    answers.accept([later])
    answers.drain()
    assert verdict(answers, later.id)["ruling"] == before
