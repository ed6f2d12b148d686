"""What is changed about campaigns by command: each change with the words that it wants and what it asks of a node."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from spamatlas.cli.output import print_json, say

Arguments = dict[str, Any]


class Options(Struct, frozen=True):
    """What stands beside the words: to split by wording, and what is said of a countermeasure by its field."""

    by_wording: bool = False
    measure: Mapping[str, str] = {}


class Change(Struct, frozen=True):
    """``question`` is put to the node with what ``arguments`` makes of ``least`` to ``most`` words."""

    question: str
    wants: str
    least: int
    most: int
    arguments: Callable[[Sequence[str], Options], Arguments]


CHANGES: Mapping[str, Change] = {
    "merge": Change("campaigns_merge", "two campaigns or more", 2, 1_000, lambda words, _: {"names": [*words]}),
    "split": Change(
        "campaigns_split",
        "a campaign and the reports to take out of it",
        2,
        1_001,
        lambda words, more: {"name": words[0], "reports": [*words[1:]], "by_wording": more.by_wording},
    ),
    "apart": Change("campaigns_apart", "two campaigns", 2, 2, lambda words, _: {"names": [*words]}),
    "name": Change(
        "campaigns_label",
        "a campaign and what to call it",
        1,
        81,
        lambda words, _: {"name": words[0], "label": " ".join(words[1:])},
    ),
    "pin": Change("campaigns_label", "a campaign", 1, 1, lambda words, _: {"name": words[0], "pinned": True}),
    "unpin": Change("campaigns_label", "a campaign", 1, 1, lambda words, _: {"name": words[0], "pinned": False}),
    "countermeasure": Change(
        "campaigns_counter",
        "a campaign, what was done, and against what or nothing",
        2,
        3,
        lambda words, more: {
            "name": words[0],
            "measure": {**more.measure, **dict(zip(("kind", "target"), words[1:], strict=False))},
        },
    ),
    "undo": Change(
        "campaigns_undo",
        "the number of an action, or nothing",
        0,
        1,
        lambda words, _: {"action": int(words[0]) if words else 0},
    ),
}


def wanted(what: str, words: Sequence[str]) -> str:
    """What a change wants where these words are not it; empty where they are."""
    change = CHANGES[what]
    fits = change.least <= len(words) <= change.most and (what != "undo" or all(word.isdecimal() for word in words))
    return "" if fits else f"campaigns {what} wants {change.wants}"


def tell_change(what: str, done: Any, *, as_json: bool) -> None:
    """What came of a change: for ``undo`` the number of the action, else the node's answer."""
    if what == "undo":
        done = {"action": done}
    if as_json:
        print_json(done)
    elif not done["action"]:
        say("nothing was changed: it was so before")
    elif what == "undo":
        say(f"action {done['action']} was undone")
    else:
        say(f"{done['campaign']} (to undo it: spamatlas campaigns undo {done['action']})")
