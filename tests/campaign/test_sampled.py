"""Some messages of a campaign are looked at: what comes apart is what would if all of them were, and never more."""

import random
from collections import defaultdict
from collections.abc import Sequence

from hypothesis import example, given
from hypothesis import strategies as st
from tests.campaign.test_repair import Node, bridged, crowds, everywhere

from spamatlas.campaign import Case, Clues, Entry, Said
from spamatlas.campaign.sketch import BANDS, ROWS, band_bytes
from spamatlas.model import Channel, Signature


def cases_of(node: Node) -> list[Case]:
    """The different messages, as the store gives them."""
    together: dict[tuple[object, ...], list[tuple[int, Entry]]] = defaultdict(list)
    for place, (each, part) in enumerate(node.stored):
        together[(each.signature, each.channel, part)].append((place, each))
    return [
        Case(
            signature=found[0][1].signature,
            channel=found[0][1].channel,
            part=node.stored[found[0][0]][1],
            reports=len(found),
            first=found[0][0],
            people=frozenset(hash(each.reporter) for _, each in found if each.reporter),
        )
        for found in together.values()
    ]


def in_common(case: Case, clues: Clues) -> bool:
    """Whether the engine would find it by these."""
    one = case.signature
    return (
        one.fingerprint in clues.fingerprints
        or not clues.bands.isdisjoint(band_bytes(one.sketch))
        or not clues.anchors.isdisjoint(one.anchors)
    )


def look_at_some(node: Node, cases: Sequence[Case], chosen: Sequence[Case]) -> dict[int, int]:
    """By place of each case the campaign that it is in afterwards."""
    homes, sizes = node.ledger.second_look.homes(cases), defaultdict(int)
    for case in cases:
        sizes[case.part] += case.reports

    def tied(clues: Clues) -> list[Case]:
        return [case for case in cases if in_common(case, clues)]

    affairs = node.ledger.second_look.look_at_some(chosen, Said(), homes, sizes, tied)
    after = {case.first: homes[case.part] for case in cases}
    for affair in affairs:
        moved = {(case.signature, case.channel, case.part): home for case, home in affair.moved}
        for case in cases:
            if case.part in affair.homes:
                after[case.first] = affair.homes[case.part]
        for case in cases:
            if part := moved.get((case.signature, case.channel, case.part)):
                after[case.first] = affair.homes.get(part, part)
    return after


def glued(texts: int, many: int) -> list[Entry]:
    """Messages of one campaign: ``texts`` wordings that a number ties, each in so many near copies, then a hub."""
    return everywhere(texts) * many


@given(crowds, st.integers(1, 12), st.randoms(use_true_random=False))
@example(bridged(), 2, random.Random(3))
@example(everywhere(12), 3, random.Random(3))
@example(everywhere(12), 12, random.Random(3))
def test_what_all_messages_hold_together_a_sample_does_not_take_apart(
    entries: list[Entry], many: int, chooser: random.Random
) -> None:
    node = Node()
    node.file(entries)
    cases = cases_of(node)
    before = node.ledger.second_look.homes(cases)
    after = look_at_some(node, cases, chooser.sample(cases, min(many, len(cases))))
    whole = node.ledger.second_look.components(cases, Said())
    together = defaultdict(set)
    for case, component in zip(cases, whole, strict=True):
        together[component, before[case.part]].add(after[case.first])
    assert all(len(found) == 1 for found in together.values())


def test_what_a_hub_glued_comes_apart_though_few_of_its_messages_are_read() -> None:
    node = Node()
    node.file(glued(14, 3))
    cases = cases_of(node)
    one_each = [case for case in cases if not case.signature.anchors]
    before = {node.ledger.second_look.homes(cases)[case.part] for case in cases}
    after = look_at_some(node, cases, one_each)
    assert len(before) < 14
    groups = defaultdict(set)
    for case in cases:
        groups[after[case.first]].add(case.signature.fingerprint)
    assert sorted(map(len, groups.values())) == [1] * 14


def test_what_is_not_known_whole_stays() -> None:
    """Three messages in a chain, of which the middle one is never told."""
    links = [("domain:a.test",), ("domain:a.test", "domain:b.test"), ("domain:b.test",)]
    entries = [
        Entry(submission_id=str(place), signature=Signature(place + 1, anchors=anchors), channel=Channel.SMS)
        for place, anchors in enumerate(links)
    ]
    node = Node()
    node.file(entries)
    cases = cases_of(node)
    homes, sizes = node.ledger.second_look.homes(cases), {case.part: 3 for case in cases}
    look = node.ledger.second_look.look_at_some
    ends = [cases[0], cases[2]]
    assert len(set(homes.values())) == 1
    assert look(ends, Said(), homes, sizes, lambda _: None) == []  # too many to be told
    assert look(ends, Said(), homes, sizes, lambda clues: [case for case in cases if in_common(case, clues)]) == []
    assert look(ends, Said(), homes, sizes, lambda _: []) != []  # nothing else has anything in common with either


def test_a_part_of_which_most_was_not_read_does_not_go_along() -> None:
    node = Node()
    signed = [Signature(1, anchors=("domain:a.test",)), Signature(2, anchors=("domain:a.test",))]
    node.file([Entry(submission_id=str(n), signature=each, channel=Channel.SMS) for n, each in enumerate(signed)])
    cases = [
        Case(signature=Signature(place), channel=Channel.SMS, part=case.part, reports=case.reports, first=place)
        for place, case in enumerate(cases_of(node), 7)
    ]
    part = cases[0].part
    (affair,) = node.ledger.second_look.look_at_some(cases, Said(), {part: part}, {part: 9}, lambda _: [])
    assert [case.signature.fingerprint for case, _ in affair.moved] == [8]
    assert affair.homes[part] == part


def test_bands_are_parts_of_a_sketch() -> None:
    sketch = bytes(range(128))
    assert b"".join(band_bytes(sketch)) == sketch[: 2 * ROWS * BANDS]
    assert len(band_bytes(sketch)) == BANDS
    assert band_bytes(b"") == []
