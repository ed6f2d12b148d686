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


@pytest.mark.parametrize("size", [1, 10, 500])
def test_the_index_finds_what_was_filed_last_while_it_grows(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr(compact_index, "RECENT", 1000)
    chooser = random.Random(52)
    keys = [chooser.getrandbits(64) for _ in range(30_000)]
    index = CompactIndex(bits=8)
    for start in range(0, len(keys), size):
        index.look_up(column(keys[start : start + size]))
        for message in range(size):
            index.file(message, start + message)
    assert len(index) == pytest.approx(30_000, abs=2)
    assert found(index, keys).count(-1) == 0
    assert sum(one != row for row, one in enumerate(found(index, keys))) <= 2
    index.look_up(column(keys[:1]))
    index.file(0, 7)
    assert found(index, keys[:2]) == [7, 1]
    strangers = sum(one >= 0 for one in found(index, [chooser.getrandbits(64) for _ in range(10_000)]))
    assert strangers <= 3
    assert len(index) == pytest.approx(30_000, abs=2)


@given(st.lists(st.lists(st.integers(0, 12), min_size=3, max_size=3), min_size=1, max_size=120), st.data())
def test_however_it_is_cut_into_batches_the_index_answers_as_one_key_after_the_other(
    messages: list[list[int]], data: st.DataObject
) -> None:
    files = data.draw(st.lists(st.booleans(), min_size=len(messages), max_size=len(messages)))
    size = data.draw(st.sampled_from([1, 7, 70, 200]))
    index = CompactIndex(bits=4)
    plain: dict[int, int] = {}
    expected: list[list[int]] = []
    answers: list[list[int]] = []
    keys = np.array(messages, dtype=np.uint64) << np.uint64(32)
    for start in range(0, len(messages), size):
        index.look_up(keys[start : start + size])
        for place in range(len(keys[start : start + size])):
            own = [tag for tag in messages[start + place] if tag]
            expected.append([plain[tag] for tag in own if tag in plain])
            answers.append(index.found(place))
            if files[start + place]:
                index.file(place, start + place)
                plain |= dict.fromkeys(own, start + place)
    assert answers == expected


def column(keys: list[int]) -> NDArray[np.uint64]:
    return np.array(keys, dtype=np.uint64)[:, np.newaxis]


def found(index: CompactIndex, keys: list[int]) -> list[int]:
    index.look_up(column(keys))
    return [next(iter(index.found(place)), -1) for place in range(len(keys))]
