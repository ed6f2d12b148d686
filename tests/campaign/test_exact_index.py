"""The table answers as a dictionary would, whatever its keys are and however large it grows."""

import random

from hypothesis import given
from hypothesis import strategies as st

from spamatlas.campaign.exact_index import ExactIndex

KEYS = st.sampled_from([0, 1, 2, 3, 0xD1B54A32D192ED02, (1 << 64) - 1]) | st.integers(0, (1 << 64) - 1)


@given(st.lists(st.tuples(KEYS, st.integers(0, (1 << 32) - 1)), max_size=200), st.lists(KEYS, max_size=20))
def test_it_answers_as_a_dictionary(filed: list[tuple[int, int]], asked: list[int]) -> None:
    index, plain = ExactIndex(bits=2), dict[int, int]()
    for key, row in filed:
        assert index.setdefault(key, row) == plain.setdefault(key, row)
    for key, row in filed[::3]:
        index[key] = plain[key] = row
    assert len(index) == len(plain)
    assert [index.get(key) for key in [*plain, *asked]] == [plain.get(key) for key in [*plain, *asked]]
    assert [key in index for key in asked] == [key in plain for key in asked]


def test_it_grows_and_loses_nothing() -> None:
    chooser = random.Random(52)
    keys = [chooser.getrandbits(64) for _ in range(50_000)]
    index = ExactIndex(bits=4)
    for row, key in enumerate(keys):
        index.setdefault(key, row)
    assert [index.get(key) for key in keys] == list(range(len(keys)))


def test_keys_that_all_want_one_place_are_kept_apart() -> None:
    """Multiples of the inverse of what keys are spread by: their homes are the first slots."""
    inverse = pow(0x9E3779B97F4A7C15, -1, 1 << 64)
    keys = [n * inverse % (1 << 64) for n in range(1, 3_000)]
    index = ExactIndex(bits=4)
    for row, key in enumerate(keys):
        index.setdefault(key, row)
    assert [index.get(key) for key in keys] == list(range(len(keys)))
