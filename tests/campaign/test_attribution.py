"""Clusters of infrastructure and what may explain them: what must come together does, hubs and wording glue nothing."""

from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spamatlas.campaign.attribution import LEAST_TIED, clusters, explained
from spamatlas.campaign.explanation import Case, Possession
from spamatlas.campaign.telling import BY_KIND, FAMILY, HUB_AFTER, hub, telling
from spamatlas.model import Cluster, Edge, EdgeKind, Vertex, VertexKind
from spamatlas.model.terms import term

Have = dict[str, list[str]]
"""By campaign's letter its things, each ``kind:name``."""


def graph(have: Have, *, reporters: int = 3, ham: str = "") -> tuple[list[Vertex], list[Edge]]:
    """Campaigns and things as the pipeline hands them over: hubs and worth by how many have a thing."""
    names = {letter: f"C-{place:016x}" for place, letter in enumerate(sorted(have))}
    vertices = [
        Vertex(id=f"campaign:{name}", kind=VertexKind.CAMPAIGN, name=name, ruling="ham" if letter in ham else "spam")
        for letter, name in names.items()
    ]
    for thing in sorted({each for things in have.values() for each in things}):
        kind, _, name = thing.partition(":")
        many = sum(thing in things for things in have.values())
        why = hub(VertexKind(kind), name, many)
        worth = 0.0 if why else telling(VertexKind(kind), many)
        vertices.append(
            Vertex(
                id=thing, kind=VertexKind(kind), name=name, reports=10, campaigns=many, telling=worth,
                is_hub=bool(why), why_hub=why,
            )
        )  # fmt: skip
    edges = [
        Edge(source=f"campaign:{names[letter]}", target=thing, kind=EdgeKind.NAMES, reporters=reporters, reports=5)
        for letter, things in have.items()
        for thing in things
    ]
    return vertices, edges


def found(have: Have, **how: Any) -> list[set[str]]:
    letters = {f"C-{place:016x}": letter for place, letter in enumerate(sorted(have))}
    return [{letters[name] for name in each.campaigns} for each in clusters(*graph(have, **how))]


def case_of(have: Have) -> Case:
    vertices, edges = graph(have)
    things = [each for each in vertices if each.kind is not VertexKind.CAMPAIGN]
    campaigns = tuple(each for each in vertices if each.kind is VertexKind.CAMPAIGN)
    held = {each.id: frozenset(edge.source for edge in edges if edge.target == each.id) for each in things}
    return Case(campaigns, tuple(Possession(each, held[each.id]) for each in things))


def first(have: Have, **how: Any) -> Cluster:
    return clusters(*graph(have, **how))[0]


def test_one_maker_is_found_across_channels() -> None:
    """A text, a mail and a call that share a number here, a domain there, and nothing in common by channel."""
    have = {
        "a": ["number:+12025550101", "domain:parcel.example", "network:AS64500"],
        "b": ["domain:parcel.example", "mail_host:mailer.example"],
        "c": ["number:+12025550101", "sender:+12025550199"],
        "z": ["number:+12025550150"],
    }
    assert found(have) == [{"a", "b", "c"}]
    assert first(have).explanations[0].code == "same_maker"
    assert first(have).certainty == 0.85  # no surer than where they hang together least, by the domain


def test_two_makers_who_share_a_network_and_a_platform_stay_two() -> None:
    """Their texts may be alike to the letter: wording is no part of it."""
    have = {
        "a": ["domain:one.example", "page:bit.ly/a1", "domain:bit.ly", "network:AS64500"],
        "b": ["domain:two.example", "page:bit.ly/b2", "domain:bit.ly", "network:AS64500"],
    }
    assert found(have) == []


@pytest.mark.parametrize("thing", ["mail_host:gmail.com", "domain:bit.ly", "host:t.me"])
def test_a_known_hub_ties_nothing_though_few_were_seen_with_it(thing: str) -> None:
    assert found({"a": [thing], "b": [thing]}) == []


@pytest.mark.parametrize("kind", [each for each in VertexKind if each is not VertexKind.CAMPAIGN])
def test_what_touches_everything_glues_nothing(kind: VertexKind) -> None:
    everybody = {f"{number:02}": [f"{kind}:same"] for number in range(HUB_AFTER + 1)}
    assert found(everybody) == []
    pairs = {name: [*things, f"number:+1202555{int(name) // 2:04}"] for name, things in everybody.items()}
    assert sorted(map(len, found(pairs))) == [2] * (len(pairs) // 2)


def test_two_groups_with_a_weak_bridge_are_told_apart() -> None:
    have = {name: ["account:GB82WEST12345698765432", "number:+12025550101"] for name in "abc"}
    have |= {name: ["account:DE89370400440532013000", "number:+12025550102"] for name in "xyz"}
    have["a"] = [*have["a"], "mail_host:mailer.example"]
    have["x"] = [*have["x"], "mail_host:mailer.example"]
    assert sorted(map(sorted, found(have))) == [["a", "b", "c"], ["x", "y", "z"]]


def test_a_kit_is_rented_where_the_money_goes_elsewhere() -> None:
    kit = ["path:~page:1234", "file:aa"]
    have = {name: [*kit, f"account:wallet-{name}", f"number:+1202555010{place}"] for place, name in enumerate("abcd")}
    assert first(have).explanations[0].code == "rented_service"


def test_two_makers_with_strong_things_of_their_own_are_not_one_by_a_weak_thing_in_common() -> None:
    """Each asks for money at an account and a number of his own; both sent from one number, or under one name."""
    one = {name: ["account:GB82WEST12345698765432", "number:+12025550101", "sender:popup"] for name in "ab"}
    other = {name: ["account:DE89370400440532013000", "number:+12025550102", "sender:popup"] for name in "yz"}
    have = one | other
    vertices, edges = graph(have)
    for cluster in clusters(vertices, edges):
        assert len(cluster.campaigns) == 2 or cluster.explanations[0].code != "same_maker"
    weighed = explained(case_of(have))
    assert weighed[0].code != "same_maker"
    assert explained(case_of(one))[0].code == "same_maker"


def test_a_maker_who_changes_what_he_has_one_by_one_is_still_one() -> None:
    have = {"a": ["number:+12025550101"], "b": ["number:+12025550101", "domain:p.example"], "c": ["domain:p.example"]}
    assert first(have).explanations[0].code == "same_maker"


def test_what_speaks_for_all_is_what_holds_them_together_where_they_hang_least() -> None:
    have = {
        "a": ["account:GB82WEST12345698765432"],
        "b": ["account:GB82WEST12345698765432", "mail_host:mailer.example"],
        "c": ["mail_host:mailer.example"],
    }
    case = case_of(have)
    assert set(map(len, case.sides)) == {1, 2}
    assert case.families == {"mail": BY_KIND[VertexKind.MAIL_HOST]}
    assert not case.differ_in("payment")


def test_a_place_that_wanted_messages_use_is_an_abused_third_party() -> None:
    have = {"a": ["domain:school.example"], "b": ["domain:school.example"]}
    assert first(have, ham="b").explanations[0].code == "abused_third_party"
    assert first(have).explanations[0].code == "same_maker"


def test_one_persons_word_is_worth_less_and_a_claimed_number_alone_may_be_chance() -> None:
    have = {"a": ["number:+12025550101"], "b": ["number:+12025550101"]}
    assert first(have, reporters=1).certainty < first(have).certainty
    shares = {each.code: each.certainty for each in first(have, reporters=1).explanations}
    assert shares["chance"] > 0.2
    assert telling(VertexKind.NUMBER, 2, is_claimed=True) == 0.45


def test_a_name_follows_from_campaigns_and_no_explanation_is_alone() -> None:
    cluster = first({"a": ["number:+12025550101"], "b": ["number:+12025550101"]})
    assert cluster.name == "E-0000000000000000"
    assert len(cluster.explanations) == 4
    assert sum(each.certainty for each in cluster.explanations) == pytest.approx(1, abs=0.01)
    assert all(0 < each.certainty < 1 for each in cluster.explanations)


def test_rarer_tells_more_and_a_hub_nothing() -> None:
    for kind in BY_KIND:
        worths = [telling(kind, many) for many in range(1, HUB_AFTER + 3)]
        assert worths == sorted(worths, reverse=True)
        assert worths[0] == worths[1] == BY_KIND[kind]
        assert worths[-1] == 0
    assert set(FAMILY) == set(BY_KIND) == set(VertexKind) - {VertexKind.CAMPAIGN}
    assert all(term(kind).name for kind in BY_KIND)


THINGS = st.sampled_from([f"{kind}:{name}" for kind in ("number", "domain", "path", "network") for name in "abc"])
HAVES = st.dictionaries(st.sampled_from("abcdefghij"), st.lists(THINGS, unique=True, max_size=5), min_size=1)


@given(HAVES, st.integers(0, 99))
def test_order_changes_nothing_and_each_campaign_is_in_one(have: Have, seed: int) -> None:
    vertices, edges = graph(have)
    made = clusters(vertices, edges)
    Random(seed).shuffle(vertices)
    Random(seed).shuffle(edges)
    assert clusters(vertices, edges) == made
    members = [name for each in made for name in each.campaigns]
    assert len(members) == len(set(members))
    assert all(len(each.campaigns) > 1 and each.certainty >= LEAST_TIED and each.shared for each in made)
