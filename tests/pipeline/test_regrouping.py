"""A real node whose campaigns are joined, taken apart and put right; every sum follows, and after a restart too."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from tests.store.conftest import full_after

from spamatlas.model import Rejected, Submission, Unavailable, campaign_number, submission_id
from spamatlas.pipeline.actions import NODE, OPERATOR
from spamatlas.pipeline.decisions import Label
from spamatlas.pipeline.node import Node
from spamatlas.settings import Settings
from spamatlas.store import campaigns

WORDS = ("alpha", "bravo", "cobalt", "dahlia", "ember", "fjord", "garnet", "harbour", "indigo", "juniper", "kestrel")


def text(words: str, more: str = "", reporter: str = "r", name: str = "") -> Submission:
    body = msgspec.json.encode({"channel": "sms", "text": f"{words} {more}".strip()})
    return Submission(
        id=submission_id(reporter, name, body),
        media_type="application/vnd.spamatlas.report+json",
        body=body,
        received_at=datetime.now(UTC),
        reporter=reporter,
        caller_id=name,
    )


def wording(place: int) -> str:
    """A text with nothing in common with the others."""
    return " ".join(f"{WORDS[place % 11]}{word[::-1]}{place * 7}x{word}" for word in WORDS[place % 5 : place % 5 + 6])


@contextmanager
def running(folder: Path) -> Iterator[Node]:
    with Node(Settings(data=folder, workers=1, read_meaning=False)) as node:
        yield node


def file(node: Node, *texts: Submission) -> None:
    node.accept(texts)
    node.drain()


def groups(node: Node) -> set[frozenset[str]]:
    """Who is with whom, from the store; and that every sum says the same."""
    found = campaigns.listed(node.store, {}, 0, members=True)
    for row in found:
        assert row["size"] == len(row["members"]) > 0, row
        (alone,) = campaigns.listed(node.store, {"campaign": row["campaign"]}, members=True)
        assert alone == row
    assert sum(row["size"] for row in found) == node.store.query("SELECT count() AS n FROM report")[0]["n"]
    with node.pause():
        for row in found:
            number = campaign_number(row["campaign"])
            assert node.writer.second_look.parts([number]).keys() == {number}
            assert node.writer.second_look.size([number]) == row["size"]
    return {frozenset(row["members"]) for row in found}


def named(node: Node, member: str) -> dict[str, Any]:
    (row,) = [each for each in campaigns.listed(node.store, {}, 0, members=True) if member in each["members"]]
    return {**row, "number": campaign_number(row["campaign"])}


def places(node: Node, members: Sequence[str]) -> dict[int, int]:
    sql = "SELECT sequence, campaign FROM report WHERE caller_id IN {names:Array(String)}"
    rows = node.store.query(sql, {"names": members})
    return {row["sequence"]: row["campaign"] for row in rows}


def three() -> list[Submission]:
    return [text(wording(place), reporter=f"r{copy}", name=f"{place}{copy}") for place in range(3) for copy in "abc"]


APART = {frozenset({f"{place}{copy}" for copy in "abc"}) for place in range(3)}
JOINED = {frozenset({"0a", "0b", "0c", "1a", "1b", "1c"}), frozenset({"2a", "2b", "2c"})}


def test_joined_is_one_whatever_comes_and_undone_is_two_again(tmp_path: Path) -> None:
    with running(tmp_path) as node:
        file(node, *three())
        assert groups(node) == APART
        one, other = named(node, "0a")["number"], named(node, "1a")["number"]
        number = node.regrouping.merge([other, one], OPERATOR)
        assert groups(node) == JOINED
        assert named(node, "1a")["number"] == one
        assert node.regrouping.merge([one, other], OPERATOR) == 0
        file(node, text(wording(1), reporter="late", name="1d"))
        assert named(node, "1d")["number"] == one
        assert node.repair.look() == 0  # a person said so
    with running(tmp_path) as node:
        assert len(groups(node)) == 2
        file(node, text(wording(1), reporter="later", name="1e"))
        assert named(node, "1e")["number"] == one
        node.regrouping.undo(node.actions.one(number))
        assert groups(node) == {frozenset({"0a", "0b", "0c"}), frozenset({f"1{each}" for each in "abcde"}), frozenset({"2a", "2b", "2c"})}  # fmt: skip  # noqa: E501
        assert named(node, "1e")["number"] == other
        file(node, text(wording(1), reporter="last", name="1f"))
        assert named(node, "1f")["number"] == other
    with running(tmp_path) as node:
        file(node, text(wording(1), reporter="very last", name="1g"))
        assert named(node, "1g")["number"] == other
        assert len(groups(node)) == 3


def test_what_is_split_off_stays_apart_and_draws_its_likes(tmp_path: Path) -> None:
    link = "https://pay.example/fee"
    with running(tmp_path) as node:
        for name in ("0a", "0b", "1a", "1b"):
            file(node, text(wording(int(name[0])), link, f"r{name}", name))
        assert len(groups(node)) == 1
        whole = named(node, "0a")["number"]
        number = node.regrouping.split(whole, places(node, ["1a", "1b"]), OPERATOR)
        expected = {frozenset({"0a", "0b"}), frozenset({"1a", "1b"})}
        assert groups(node) == expected
        assert named(node, "0a")["number"] == whole
        part = named(node, "1a")["number"]
        assert node.repair.look() == 0
        file(node, text(wording(1), link, "late", "1c"), text(wording(0), link, "late", "0c"))
        assert (named(node, "1c")["number"], named(node, "0c")["number"]) == (part, whole)
        assert node.repair.look() == 0
    with running(tmp_path) as node:
        file(node, text(wording(1), link, "later", "1d"), text(wording(0), link, "later", "0d"))
        assert (named(node, "1d")["number"], named(node, "0d")["number"]) == (part, whole)
        assert len(groups(node)) == 2
        node.regrouping.undo(node.actions.one(number))
        assert len(groups(node)) == 1
        assert named(node, "1d")["number"] == whole
        with pytest.raises(Rejected, match="no campaign"):
            node.regrouping.home(7)
    with running(tmp_path) as node:
        assert len(groups(node)) == 1
        assert node.repair.look() == 0


def glue(groups_: int, number: str = "+12025550147") -> list[Submission]:
    """Texts with nothing in common but a number, which each has with it and without."""
    return [
        text(f"{wording(place)} {more}", reporter=f"r{place}", name=f"{place}{kind}")
        for place in range(groups_)
        for kind, more in (("a", ""), ("b", f"call {number}"))
    ]


def test_the_node_takes_apart_what_a_hub_glued_and_a_person_can_undo_it(tmp_path: Path) -> None:
    expected = {frozenset({f"{place}a", f"{place}b"}) for place in range(14)}
    with running(tmp_path) as node:
        file(node, *glue(14))
        assert len(groups(node)) < 14
        assert node.repair.look() == 1
        assert groups(node) == expected
        (action,) = node.actions.newest()
        assert (action.who, action.kind, action.can_be_undone) == (NODE, "campaign-split", True)
        assert node.repair.look() == 0
        assert node.actions.latest_reversible() is None
    with running(tmp_path) as node:
        assert groups(node) == expected
        file(node, text(f"{wording(3)} call +12025550147", reporter="late", name="late"))
        assert named(node, "late")["number"] == named(node, "3a")["number"]
        node.regrouping.undo(node.actions.one(action.number))
        assert len(groups(node)) < 14
        file(node, text(f"{wording(3)} call +12025550147 now", reporter="later", name="later"))
        assert node.repair.look() == 0  # else the node would do it again
        assert len(groups(node)) < 14


def test_a_pinned_campaign_is_left_alone(tmp_path: Path) -> None:
    with running(tmp_path) as node:
        file(node, *glue(14))
        before, glued = groups(node), named(node, "0a")["number"]
        node.decisions.say(glued, Label("all sorts", is_pinned=True))
        node.repair.look()
        assert groups(node) == before


@pytest.mark.parametrize("last", range(12))
def test_what_broke_off_is_whole_after_the_start(tmp_path: Path, last: int, monkeypatch: pytest.MonkeyPatch) -> None:
    with running(tmp_path) as node:
        file(node, *three())
        whole = named(node, "0a")["number"]
        node.regrouping.merge([whole, named(node, "1a")["number"]], OPERATOR)
        monkeypatch.setattr(node.store, "command", full_after(node.store, last))
        with pytest.raises(Unavailable):
            node.regrouping.split(whole, places(node, ["0b", "1b"]), OPERATOR)
    with running(tmp_path) as node:
        assert groups(node) == {frozenset({"0a", "0c", "1a", "1c"}), frozenset({"0b", "1b"}), frozenset({"2a", "2b", "2c"})}  # fmt: skip  # noqa: E501
        together = defaultdict(set)
        for row in node.store.query("SELECT campaign, sequence FROM mention"):
            together[row["sequence"]].add(row["campaign"])
        assert all(len(each) == 1 for each in together.values())


def test_a_later_change_of_the_same_campaign_is_undone_first(tmp_path: Path) -> None:
    with running(tmp_path) as node:
        file(node, *three())
        one, two, three_ = (named(node, f"{place}a")["number"] for place in range(3))
        first = node.regrouping.merge([one, two], OPERATOR)
        second = node.regrouping.merge([one, three_], OPERATOR)
        assert len(groups(node)) == 1
        with pytest.raises(Rejected, match="undo that first"):
            node.regrouping.undo(node.actions.one(first))
        node.regrouping.undo(node.actions.one(second))
        node.regrouping.undo(node.actions.one(first))
        assert groups(node) == APART
        with pytest.raises(Rejected, match="two campaigns"):
            node.regrouping.split(one, places(node, ["0a"]), OPERATOR)
            node.regrouping.merge([one, named(node, "0a")["number"]], NODE)


def many_copies(groups_: int, number: str = "+12025550147") -> list[Submission]:
    """As ``glue``, each without the number in several near copies, of which not all are like one another."""
    more = ("", "now", "now please", "now please hurry", "now please hurry up a bit")
    copies = [
        text(f"{wording(place)} {tail}", reporter=f"s{place}", name=f"{place}{'cdefg'[at]}")
        for place in range(groups_)
        for at, tail in enumerate(more)
    ]
    return [*copies, *glue(groups_, number)]


def test_a_campaign_of_more_messages_than_can_be_read_comes_apart_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running(tmp_path) as node:
        file(node, *many_copies(11))
        glued = groups(node)
        assert len(glued) < 11
        monkeypatch.setattr("spamatlas.pipeline.repair.MOST_WORDINGS", 40)
        assert node.repair.look() == 1
        assert groups(node) == {frozenset({f"{place}{kind}" for kind in "abcdefg"}) for place in range(11)}
        (action,) = node.actions.newest()
        node.regrouping.undo(node.actions.one(action.number))
        assert groups(node) == glued


def test_what_is_tied_by_messages_that_are_not_read_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Near copies of which the ends have little in common: whatever three of them are read, they are one campaign."""
    words, fresh = wording(3).split(), wording(7).split()
    chain = [
        text(" ".join([*fresh[:step], *words[step:]]), reporter=f"r{step}{copy}", name=f"{step}{copy}")
        for step in range(len(words))
        for copy in "abc"
    ]
    with running(tmp_path) as node:
        file(node, *chain)
        before = groups(node)
        monkeypatch.setattr("spamatlas.pipeline.repair.MOST_WORDINGS", 3)
        node.repair.look()
        assert groups(node) == before
