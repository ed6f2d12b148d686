"""Communities: the same for the same graph, whatever order it comes in."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from spamatlas.campaign.communities import communities

NAMES = st.sampled_from([f"v{number}" for number in range(12)])
GRAPHS = st.dictionaries(
    st.tuples(NAMES, NAMES).filter(lambda pair: pair[0] != pair[1]), st.floats(0.05, 1.0), max_size=40
)


def clique(prefix: str, size: int) -> dict[tuple[str, str], float]:
    names = [f"{prefix}{number}" for number in range(size)]
    return {(one, other): 1.0 for place, one in enumerate(names) for other in names[place + 1 :]}


def test_two_groups_with_one_bridge_are_two() -> None:
    found = communities(clique("a", 5) | clique("b", 4) | {("a0", "b0"): 0.3})
    assert found == [frozenset(f"a{n}" for n in range(5)), frozenset(f"b{n}" for n in range(4))]


def test_a_ring_of_groups_comes_apart_into_its_groups() -> None:
    weights = {}
    for number in range(6):
        weights |= clique(f"g{number}-", 4)
        weights[f"g{number}-0", f"g{(number + 1) % 6}-1"] = 0.2
    assert {len(group) for group in communities(weights)} == {4}


def test_nothing_is_no_community() -> None:
    assert communities({}) == []


@given(GRAPHS, st.integers(0, 99))
def test_each_vertex_is_in_one_and_order_changes_nothing(weights: dict[tuple[str, str], float], seed: int) -> None:
    found = communities(weights)
    names = sorted(name for pair in weights for name in pair)
    assert sorted(name for group in found for name in group) == sorted(set(names))
    shuffled = list(weights.items())
    Random(seed).shuffle(shuffled)
    assert (
        communities(
            {pair[::-1]: weight for pair, weight in shuffled}
            if seed % 2 == 0 and not any(pair[::-1] in weights for pair in weights)
            else dict(shuffled)
        )
        == found
    )


@given(GRAPHS)
def test_what_no_edge_joins_is_apart(weights: dict[tuple[str, str], float]) -> None:
    joined: dict[str, str] = {}

    def root(name: str) -> str:
        while joined.get(name, name) != name:
            name = joined[name]
        return name

    for one, other in weights:
        joined[root(one)] = root(other)
    for group in communities(weights):
        assert len({root(name) for name in group}) == 1
