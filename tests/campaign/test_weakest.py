"""Where tied things hang together least."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from spamatlas.campaign.weakest import weakest

TIES = st.dictionaries(
    st.tuples(st.sampled_from("abcd"), st.sampled_from("efgh")), st.tuples(st.floats(0, 1)), max_size=12
)


def test_two_pairs_hang_together_by_the_weaker_tie() -> None:
    ties = {("a", "b"): (0.9,), ("c", "d"): (0.8,), ("b", "c"): (0.4,), ("a", "d"): (0.2,)}
    assert set(weakest("abcd", ties)) == {frozenset("ab"), frozenset("cd")}


def test_the_second_figure_decides_between_equals() -> None:
    ties = {("a", "b"): (0.0, 0.9), ("b", "c"): (0.0, 0.3)}
    assert set(weakest("abc", ties)) == {frozenset("ab"), frozenset("c")}


def test_what_is_not_tied_at_all_is_the_other_side() -> None:
    assert weakest("abc", {("b", "c"): (0.9,)}) == (frozenset("a"), frozenset("bc"))


@given(TIES, st.integers(0, 99))
def test_sides_are_all_names_and_no_stronger_tie_lies_between_them(
    ties: dict[tuple[str, str], tuple[float]], seed: int
) -> None:
    names = list("abcdefgh")
    one, other = weakest(names, ties)
    assert one and other and not one & other and one | other == frozenset(names)
    between = max((worth for pair, (worth,) in ties.items() if len({*pair} & one) == 1), default=0.0)
    mixed = list(ties.items())
    Random(seed).shuffle(mixed)
    assert weakest(names, dict(mixed)) == (one, other)
    # Any other division has a tie between its sides that is at least as strong.
    chosen = frozenset(Random(seed).sample(names, 3))
    assert max((worth for pair, (worth,) in ties.items() if len({*pair} & chosen) == 1), default=0.0) >= between
