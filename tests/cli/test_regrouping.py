"""Each change of campaigns: what it asks of a node, and what is told where the words are not those that it wants."""

from typing import Any

import pytest

from spamatlas.cli.regrouping import CHANGES, Options, tell_change, wanted

MEASURE = {"organisation": "Registry", "taken_on": "2026-11-01"}
ASKED = {
    "merge a b": ("campaigns_merge", {"names": ["a", "b"]}),
    "apart a b": ("campaigns_apart", {"names": ["a", "b"]}),
    "split a 1 2": ("campaigns_split", {"name": "a", "reports": ["1", "2"], "by_wording": True}),
    "name a Parcel fees": ("campaigns_label", {"name": "a", "label": "Parcel fees"}),
    "name a": ("campaigns_label", {"name": "a", "label": ""}),
    "pin a": ("campaigns_label", {"name": "a", "pinned": True}),
    "unpin a": ("campaigns_label", {"name": "a", "pinned": False}),
    "countermeasure a listed": ("campaigns_counter", {"name": "a", "measure": MEASURE | {"kind": "listed"}}),
    "countermeasure a listed x.example": (
        "campaigns_counter",
        {"name": "a", "measure": MEASURE | {"kind": "listed", "target": "x.example"}},
    ),
    "undo": ("campaigns_undo", {"action": 0}),
    "undo 7": ("campaigns_undo", {"action": 7}),
}


@pytest.mark.parametrize("line", ASKED)
def test_a_change_asks(line: str) -> None:
    what, *words = line.split()
    assert not wanted(what, words)
    change = CHANGES[what]
    assert (change.question, change.arguments(words, Options(by_wording=True, measure=MEASURE))) == ASKED[line]


@pytest.mark.parametrize(
    "line",
    [
        "merge a",
        "apart a",
        "apart a b c",
        "split a",
        "name",
        "pin",
        "unpin a b",
        "countermeasure a",
        "undo x",
        "undo 1 2",
    ],
)
def test_other_words_are_told_what_it_wants(line: str) -> None:
    what, *words = line.split()
    assert wanted(what, words) == f"campaigns {what} wants {CHANGES[what].wants}"


@pytest.mark.parametrize(
    ("what", "done", "said"),
    [
        ("undo", 7, "action 7 was undone\n"),
        ("undo", 0, "nothing was changed: it was so before\n"),
        ("pin", {"action": 0, "campaign": "C-1"}, "nothing was changed: it was so before\n"),
        ("pin", {"action": 7, "campaign": "C-1"}, "C-1 (to undo it: spamatlas campaigns undo 7)\n"),
    ],
)
def test_what_came_of_it_is_told(what: str, done: Any, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    tell_change(what, done, as_json=False)
    assert capsys.readouterr().out == said
