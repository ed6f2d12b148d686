"""Campaigns of which only some messages were read: what may leave them is read whole first, however large the rest is.

What comes apart in a sample may still be tied by a message that is not in it. So of whatever would leave its campaign
is asked which other messages have words or a key in common with it, of all that there are; with these it is looked at
again, until nothing more is found. Then it is known whole, though the campaign is not, and it may leave. What is not
known whole within a few rounds stays (docs/decisions/0021).
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from spamatlas.campaign.components import Case
from spamatlas.campaign.sketch import band_bytes
from spamatlas.model import Channel, Signature

ROUNDS = 4
"""What is found in one round may lead to more in the next."""
MOST_ASKED = 1_000
"""Of so many messages at most it is asked at once what is tied to them; those of the most reports first."""

Group = frozenset[int]
"""The places of cases of one campaign that would leave it together."""


class Clues(Struct, frozen=True):
    """What a message has in common with those that it may be tied to; ``bands`` are parts of sketches, in bytes."""

    fingerprints: frozenset[int]
    bands: frozenset[bytes]
    anchors: frozenset[str]


Tied = Callable[[Clues], Sequence[Case] | None]
"""All different messages of the campaigns with one of these in common; None where they are too many."""
Keys = Callable[[Signature, Channel], Collection[int]]
"""The keys by which a signature may be tied, without those that tie nothing any more."""


def known_whole(
    cases: Sequence[Case],
    homes: Mapping[int, int],
    components: Callable[[Sequence[Case]], Sequence[int]],
    keys: Keys,
    tied: Tied,
) -> tuple[list[Case], list[int]]:
    """These cases and those that were found, with the component of each; what is not known whole stays where it is.

    ``homes`` is what each part is known as; the rest of a campaign is the component of most of its reports.
    """
    cases, known = list(cases), {_content(case) for case in cases}
    whole: set[Group] = set()
    hopeless: set[Group] = set()
    for turn in range(ROUNDS + 1):
        found = list(components(cases))
        rest = _rest(cases, homes, found)
        leaving = _leaving(cases, homes, found, rest)
        asked = _most([group for group in leaving if group not in whole | hopeless])
        if not asked or turn == ROUNDS:
            break
        more = tied(_clues(asked, cases, found, keys))
        if more is None:
            hopeless.add(asked[0])
            continue
        whole.update(asked)
        cases += [case for case in more if _content(case) not in known]
        known.update(map(_content, more))
    for group in leaving:
        for place in group if group not in whole else ():
            found[place] = rest[homes[cases[place].part]]
    return cases, found


def with_unread(
    cases: Sequence[Case], components: Sequence[int], homes: Mapping[int, int], sizes: Mapping[int, int]
) -> tuple[list[Case], list[int], frozenset[int]]:
    """What was not read of each part as one case more, with the rest of its campaign; the places of these.

    ``sizes`` are the reports of each part.
    """
    rest = _rest(cases, homes, components)
    read = Counter[int]()
    for case in cases:
        read[case.part] += case.reports
    like = {case.part: case for case in cases}
    unread = [
        replace(case, signature=Signature(0), reports=sizes[part] - read[part], people=frozenset())
        for part, case in sorted(like.items())
        if sizes.get(part, 0) > read[part]
    ]
    places = range(len(cases), len(cases) + len(unread))
    return [*cases, *unread], [*components, *(rest[homes[case.part]] for case in unread)], frozenset(places)


def _rest(cases: Sequence[Case], homes: Mapping[int, int], components: Sequence[int]) -> dict[int, int]:
    """By campaign the component that most of its reports are in; of several the one with the oldest."""
    counts: dict[int, Counter[int]] = defaultdict(Counter)
    oldest: dict[tuple[int, int], int] = {}
    for case, component in zip(cases, components, strict=True):
        home = homes[case.part]
        counts[home][component] += case.reports
        oldest[home, component] = min(case.first, oldest.get((home, component), case.first))
    return {home: max(found, key=lambda each: (found[each], -oldest[home, each])) for home, found in counts.items()}


def _leaving(
    cases: Sequence[Case], homes: Mapping[int, int], components: Sequence[int], rest: Mapping[int, int]
) -> list[Group]:
    """What would leave its campaign, that of most reports first."""
    groups: dict[tuple[int, int], list[int]] = defaultdict(list)
    for place, (case, component) in enumerate(zip(cases, components, strict=True)):
        if component != rest[home := homes[case.part]]:
            groups[home, component].append(place)
    return sorted(map(frozenset, groups.values()), key=lambda group: (-_reports(group, cases), min(group)))


def _most(groups: Iterable[Group]) -> list[Group]:
    """As many of these as may be asked about at once."""
    found: list[Group] = []
    many = 0
    for group in groups:
        if many + len(group) <= MOST_ASKED:
            found.append(group)
            many += len(group)
    return found


def _reports(group: Group, cases: Sequence[Case]) -> int:
    return sum(cases[place].reports for place in group)


def _clues(groups: Iterable[Group], cases: Sequence[Case], components: Sequence[int], keys: Keys) -> Clues:
    """What others may have in common with these; what is known to tie them to no other component is left out."""
    carrying: dict[int, set[int]] = defaultdict(set)
    for case, component in zip(cases, components, strict=True):
        for key in keys(case.signature, case.channel):
            carrying[key].add(component)
    mine = [cases[place] for group in groups for place in group]
    anchors = {
        anchor
        for case in mine
        for anchor in case.signature.anchors
        if any(len(carrying[key]) == 1 for key in keys(Signature(0, anchors=(anchor,)), case.channel))
    }
    return Clues(
        fingerprints=frozenset(case.signature.fingerprint for case in mine) - {0},
        bands=frozenset(band for case in mine for band in band_bytes(case.signature.sketch)),
        anchors=frozenset(anchors),
    )


def _content(case: Case) -> tuple[object, ...]:
    one = case.signature
    return (one.fingerprint, one.sketch, one.anchors, case.channel, case.part)
