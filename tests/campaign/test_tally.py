import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from spamatlas.campaign import compact_index
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


def test_the_index_finds_what_was_filed_last_while_it_grows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compact_index, "RECENT", 1000)
    chooser = random.Random(52)
    keys = [chooser.getrandbits(64) for _ in range(30_000)]
    index = CompactIndex(bits=8)
    for row, key in enumerate(keys):
        tags, _ = index.look_up(column([key]))
        index.file(tags[0], row)
    assert found(index, keys).count(-1) == 0
    assert sum(one != row for row, one in enumerate(found(index, keys))) <= 2
    index.file([keys[0] >> 32], 7)
    assert found(index, keys[:2]) == [7, 1]
    strangers = sum(one >= 0 for one in found(index, [chooser.getrandbits(64) for _ in range(10_000)]))
    assert strangers <= 3
    assert len(index) == pytest.approx(30_000, abs=2)


def test_a_batch_of_many_keys_finds_each_in_its_place() -> None:
    index = CompactIndex()
    tags, known = index.look_up(np.array([[1 << 32, 2 << 32], [3 << 32, 4 << 32]], dtype=np.uint64))
    assert (tags, known) == ([[1, 2], [3, 4]], {})
    index.file(tags[0], 5)
    index.file([3], 6)
    assert index.newer([3, 2, 9, 1], []) == [6, 5, 5]
    assert index.newer([9, 8], [(1, 11)]) == [11]


def column(keys: list[int]) -> NDArray[np.uint64]:
    return np.array(keys, dtype=np.uint64)[:, np.newaxis]


def found(index: CompactIndex, keys: list[int]) -> list[int]:
    tags, known = index.look_up(column(keys))
    return [next(iter(index.newer(own, known.get(place, []))), -1) for place, own in enumerate(tags)]
