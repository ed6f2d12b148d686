"""Which messages are one campaign, told from all of them at once: the same in whatever order they came."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
from msgspec import Struct

from spamatlas.campaign.borrowed import without_borrowed
from spamatlas.campaign.bridges import KNOWN_TO
from spamatlas.campaign.cuts import Edges, cut
from spamatlas.campaign.finder import bands, record, salt_of
from spamatlas.campaign.linkage import Linkage
from spamatlas.campaign.union import Union
from spamatlas.model import Channel, Signature

COMPARED = 8
"""Among messages that share a band each is compared with so many before it that it is not known to be one with."""

Ties = Sequence[tuple[Linkage, int]]


class Case(Struct, frozen=True, kw_only=True, gc=False):
    """All reports of one part of a campaign that have the same signature on one channel.

    ``people`` are hashes of who reported it, as far as known; ``first`` orders cases by age.
    """

    signature: Signature
    channel: Channel
    part: int
    reports: int = 1
    first: int = 0
    people: frozenset[int] = frozenset()


class Said(Struct, frozen=True, kw_only=True):
    """What people said of campaigns, by part: pairs that stay two, pairs that are one, and parts that stay whole."""

    apart: frozenset[tuple[int, int]] = frozenset()
    together: frozenset[tuple[int, int]] = frozenset()
    whole: frozenset[int] = frozenset()


class Partition(Struct, frozen=True):
    """The component of each case, a number; and how many unlike groups each anchor ties together beside the first."""

    components: list[int]
    unlike: Mapping[int, int]


class _Node(Struct, frozen=True, gc=False):
    """All cases with one signature on channels that show the same, and the labels that keep them from others."""

    signature: Signature
    channel: Channel
    people: frozenset[int]
    labels: frozenset[int]
    cases: list[int]


def partition(
    cases: Sequence[Case],
    ties: Sequence[Ties],
    linkages: Sequence[Sequence[Linkage]],
    said: Said,
    is_hub: Callable[[int, int, int], bool] = lambda _key, after, unlike: unlike > after,
) -> Partition:
    """The components of cases that are linked.

    ``ties`` are the exact keys of each; ``linkages`` those with bands, the ones with the same bands together.
    ``is_hub`` tells of a key whether it is one: after how many unlike groups it is, and how many were counted here.
    Whatever is decided by an order is decided in that of the messages' content.
    """
    nodes = _nodes(cases, said)
    union = Union([node.labels for node in nodes], said.apart)
    _join_said(union, nodes, cases, said)
    wordings = Union([()] * len(nodes), ())  # whatever people said, which would hide what is unlike
    for mine, other in _alike(nodes, linkages, wordings):
        wordings.join(mine, other)
        union.join(mine, other)
    held = [ties[node.cases[0]] for node in nodes]
    words, anchors = _carriers(held)
    for carriers in words.values():
        wordings.join_all(carriers)
        union.join_all(carriers)
    unlike = _unlike(anchors, [wordings.root(place) for place in range(len(nodes))], held)
    afters = {key: linkage.hub_after for pairs in held for linkage, key in pairs if not linkage.compares_words}
    linking = {
        key: carriers
        for key, carriers in anchors.items()
        if not afters[key] or not is_hub(key, afters[key], unlike[key])
    }
    groups = [union.root(place) for place in range(len(nodes))]
    _join_anchors(union, nodes, groups, without_borrowed(linking, held))
    components = [0] * len(cases)
    for place, node in enumerate(nodes):
        for case in node.cases:
            components[case] = union.root(place)
    return Partition(components, unlike)


def _nodes(cases: Sequence[Case], said: Said) -> list[_Node]:
    forbidden = {part for pair in said.apart for part in pair}
    together: dict[tuple[tuple[object, ...], int], list[int]] = defaultdict(list)
    for place, case in enumerate(cases):
        one, label = case.signature, case.part if case.part in forbidden else 0
        together[(one.fingerprint, one.sketch, one.anchors, salt_of(case.channel)), label].append(place)
    nodes = []
    for (_, label), places in together.items():
        first, people = cases[places[0]], frozenset[int]().union(*(cases[place].people for place in places))
        labels = frozenset({label}) if label else frozenset[int]()
        nodes.append(_Node(first.signature, first.channel, people, labels, places))
    return sorted(nodes, key=_content)


def _content(node: _Node) -> tuple[object, ...]:
    one = node.signature
    return (one.fingerprint, one.sketch, one.anchors, salt_of(node.channel), sorted(node.people))


def _join_said(union: Union, nodes: Sequence[_Node], cases: Sequence[Case], said: Said) -> None:
    """Join what people said is one: whole parts, and of two parts the oldest messages, which nobody put there."""
    by_part: dict[int, list[int]] = defaultdict(list)
    oldest: dict[int, tuple[int, int]] = {}
    for place, node in enumerate(nodes):
        for part in {cases[case].part for case in node.cases}:
            by_part[part].append(place)
        for case in node.cases:
            age = (cases[case].first, place)
            oldest[cases[case].part] = min(age, oldest.get(cases[case].part, age))
    for part in sorted(said.whole & by_part.keys()):
        union.join_all(by_part[part])
    for one, other in sorted(said.together):
        if one in oldest and other in oldest:
            union.join(oldest[one][1], oldest[other][1])


def _alike(nodes: Sequence[_Node], linkages: Sequence[Sequence[Linkage]], union: Union) -> Iterable[tuple[int, int]]:
    """Pairs whose wordings are alike, those left out that are one already."""
    signatures, salts = [node.signature for node in nodes], [salt_of(node.channel) for node in nodes]
    for same in linkages:
        keys = bands(same[0], signatures, salts)
        flat = keys.ravel()
        ranks = np.argsort(flat, kind="stable")
        ranks = ranks[flat[ranks] != 0]
        starts = np.flatnonzero(np.diff(flat[ranks], prepend=np.uint64(0)))
        ends = np.append(starts[1:], ranks.size)
        several = ends - starts > 1
        for start, end in zip(starts[several].tolist(), ends[several].tolist(), strict=True):
            run = (ranks[start:end] // keys.shape[1]).tolist()
            for mine, other in _compared(run, union):
                if any(_is_alike(linkage, signatures[mine], signatures[other]) for linkage in same):
                    yield mine, other


def _compared(run: Sequence[int], union: Union) -> Iterable[tuple[int, int]]:
    """Each of a run with at most ``COMPARED`` before it that it is not one with."""
    for at, mine in enumerate(run):
        left = COMPARED
        for other in run[:at]:
            if union.root(mine) != union.root(other):
                yield mine, other
                if not (left := left - 1):
                    break


def _is_alike(linkage: Linkage, one: Signature, other: Signature) -> bool:
    score = linkage.settle(one, record(other))
    return bool(score) and score >= linkage.merges_from


def _carriers(held: Sequence[Ties]) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """The nodes under each key: of linkages that compare words, and of the others."""
    words: dict[int, list[int]] = defaultdict(list)
    anchors: dict[int, list[int]] = defaultdict(list)
    for place, ties in enumerate(held):
        for linkage, key in ties:
            (words if linkage.compares_words else anchors)[key].append(place)
    return words, anchors


def _unlike(anchors: Mapping[int, list[int]], groups: Sequence[int], held: Sequence[Ties]) -> dict[int, int]:
    """How many groups of like wording beside the first each key ties together that also stand without it.

    A group stands without it where one of its messages does not carry it, or where one brings an anchor of its own.
    """
    sizes = Counter(groups)
    alone = {key for key, carriers in anchors.items() if len({groups[place] for place in carriers}) == 1}
    unlike = {}
    for key, carriers in anchors.items():
        carrying: dict[int, list[int]] = defaultdict(list)
        for place in carriers:
            carrying[groups[place]].append(place)
        standing = sum(
            sizes[group] > len(places)
            or any(_is_own(linkage) and other in alone for place in places for linkage, other in held[place])
            for group, places in carrying.items()
        )
        unlike[key] = max(0, standing - (standing == len(carrying)))
    return unlike


def _is_own(linkage: Linkage) -> bool:
    return bool(linkage.hub_after) and not linkage.mark


def _join_anchors(
    union: Union, nodes: Sequence[_Node], groups: Sequence[int], linking: Mapping[int, Sequence[int]]
) -> None:
    """Join the groups of like wording by the anchors that they share, but not by what too few people brought."""
    edges: Edges = defaultdict(set)
    people: dict[int, set[int]] = defaultdict(set)
    for place, node in enumerate(nodes):
        people[groups[place]] |= node.people
    for key, carriers in linking.items():
        for place in carriers:
            edges[groups[place], key] |= nodes[place].people or {0}
    kept, doubtful = cut(edges, people)
    first: dict[int, int] = {}
    for group, key in kept:
        union.join(first.setdefault(key, group), group)
    behind: dict[int, set[int]] = defaultdict(set)
    for group, who in people.items():
        behind[union.root(group)] |= who - {0}
    # What one person alone brought joins whatever is no campaign of many people yet, the commonest anchor first.
    for group, key in doubtful:
        ends = union.root(group), union.root(first.setdefault(key, group))
        if ends[0] != ends[1] and min(len(behind[end]) for end in ends) < KNOWN_TO and union.join(*ends):
            behind[union.root(group)] = behind[ends[0]] | behind[ends[1]]
