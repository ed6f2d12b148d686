from collections.abc import Callable
from pathlib import Path

import pytest

from spamatlas.model import Assignment

PAIRS = [
    [line for line in block.strip().splitlines() if not line.startswith("#")]
    for block in (Path(__file__).parent / "cases" / "pairs.case").read_text("utf-8").split("---\n")
]


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair[0])
@pytest.mark.parametrize("turned", [False, True], ids=["", "turned"])
def test_two_messages_are_told_apart_or_not(pair: list[str], turned: bool, file: Callable[..., Assignment]) -> None:
    said, one, its_links, other, other_links = pair
    messages = [(one, its_links), (other, other_links)]
    found = [
        file(str(place), text, *links.removeprefix("links:").split())
        for place, (text, links) in enumerate(messages[::-1] if turned else messages)
    ]
    assert (found[0].campaign == found[1].campaign) == (said.startswith("same:"))
    assert bool(found[1].likenesses) == said.startswith("same:")
