"""When a campaign follows what people here said of some of its messages."""

import msgspec
import pytest

from spamatlas.judge import told
from spamatlas.model import Signature, Verdict
from spamatlas.pipeline.agreement import Members, Word, agreed, copy_of

BASE = msgspec.convert(
    {
        "spam": 0.5, "ruling": "suspect", "category": "fraud", "lure": "none", "call_to_action": "none",
        "language": "en", "unsolicited": {"value": "unknown", "score": 0.5}, "bulk": {"value": "unknown", "score": 0.5},
        "reasons": [], "profile": "neutral/1", "model": "m",
    },
    Verdict,
)  # fmt: skip


def said(*each: tuple[str, str, str]) -> list[Word]:
    return [Word(1, copy, label, who, place, told(BASE, label)) for place, (who, copy, label) in enumerate(each)]


@pytest.mark.parametrize(
    ("words", "others", "copies", "expected"),
    [
        ([("ana", "a", "ham")], ["spam", "spam", "spam"], "abc", ""),
        ([("ana", "a", "ham")], ["spam", "spam"], "a", "ham"),
        ([("ana", "a", "spam")], ["spam", "spam", "ham"], "abc", "spam"),
        ([("ana", "a", "spam")], ["spam", "ham"], "abc", ""),
        ([("ana", "a", "ham"), ("ben", "a", "ham")], ["spam"] * 9, "abc", "ham"),
        ([("ana", "a", "ham"), ("ana", "b", "ham")], ["spam"] * 9, "abc", "ham"),
        ([("ana", "a", "ham"), ("ana", "a", "ham")], ["spam"] * 9, "abc", ""),
        ([("ana", "a", "ham"), ("ben", "b", "spam")], ["spam"] * 9, "abc", ""),
        ([("ana", "a", "ham"), ("ben", "b", "ham"), ("cai", "c", "spam")], ["spam"] * 9, "abc", "ham"),
        ([("ana", "", "ham")], ["spam"], "", ""),
        ([("ana", "", "ham")], [], "", ""),
        ([], ["spam"], "a", ""),
    ],
)
def test_the_rule(words: list[tuple[str, str, str]], others: list[str], copies: str, expected: str) -> None:
    assert agreed(said(*words), Members(tuple(others), frozenset(copies))) == expected


def test_a_copy_names_the_same_links() -> None:
    one = Signature(7, b"x", ("link:a.example/p", "number:+1"))
    assert copy_of(one) == copy_of(Signature(7, b"y", ("number:+1", "link:a.example/p")))
    assert copy_of(one) != copy_of(Signature(7, b"x", ("link:b.example/p", "number:+1")))
    assert not copy_of(Signature(0))
