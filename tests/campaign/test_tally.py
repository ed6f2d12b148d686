import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spamatlas.campaign.compact_index import CompactIndex
from spamatlas.campaign.tally import EXACT, Tally


@given(st.lists(st.integers(0, 300), max_size=400))
def test_few_are_counted_exactly(values: list[int]) -> None:
    tally = Tally()
    for value in values:
        tally.add(value)
    if len(set(values)) <= EXACT:
        assert len(tally) == len(set(values))


@pytest.mark.parametrize("number", [1_000, 10_000, 60_000])
def test_many_are_estimated_within_five_percent(number: int) -> None:
    chooser = random.Random(number)
    values = [chooser.getrandbits(64) for _ in range(number)]
    whole, half, rest = Tally(), Tally(), Tally()
    for place, value in enumerate(values):
        whole.add(value)
        whole.add(value)
        (half if place % 2 else rest).add(value)
    half.merge(rest)
    assert len(whole) == pytest.approx(number, rel=0.05)
    assert len(half) == pytest.approx(number, rel=0.05)


def test_the_index_finds_what_was_filed_last_while_it_grows() -> None:
    chooser = random.Random(52)
    keys = [chooser.getrandbits(64) for _ in range(30_000)]
    index = CompactIndex(bits=8)
    for row, key in enumerate(keys):
        index.file((key,), row)
    assert sum(index.find((key,)) != [row] for row, key in enumerate(keys)) <= 2
    index.file((keys[0],), 7)
    assert index.find((keys[0], keys[1])) == [7, 1]
    strangers = sum(bool(index.find((chooser.getrandbits(64),))) for _ in range(10_000))
    assert strangers <= 3
