"""What has to change for campaigns to be as they were found to be, with as few reports moved as can be."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct

from spamatlas.campaign.components import Case


class Affair(Struct, frozen=True, kw_only=True):
    """Campaigns that are to be joined, to come apart, or both.

    ``homes`` is what each of their parts stands under then, new campaigns among them; ``cases`` are all that were
    looked at, each with the campaign that it is of then; ``moved`` are those that go to another part.
    """

    before: tuple[int, ...]
    after: tuple[int, ...]
    homes: Mapping[int, int]
    cases: Sequence[tuple[Case, int]]
    moved: Sequence[tuple[Case, int]]


def plan(
    cases: Sequence[Case], components: Sequence[int], homes: Mapping[int, int], name: Callable[[Case], int]
) -> list[Affair]:
    """The affairs, one for each set of campaigns that have to do with each other; none where all stands as it is.

    ``homes`` is what each part is known as now. A part stays with the component that most of its reports are in;
    a component goes by the oldest campaign whose own part stays with it, else by its oldest part, else by a new
    name, which is made of its oldest case.
    """
    owner = _owners(cases, components, homes)
    members: dict[int, list[int]] = defaultdict(list)
    for place, component in enumerate(components):
        members[component].append(place)
    age: dict[int, int] = {}
    for case in cases:
        age[case.part] = min(case.first, age.get(case.part, case.first))
    parts: dict[int, list[int]] = defaultdict(list)
    for part, component in owner.items():
        parts[component].append(part)
    names = {
        component: min(parts[component], key=lambda part: (homes[part] != part, age.get(part, 0), part))
        if component in parts
        else name(min((cases[place] for place in places), key=lambda case: (case.first, case.part)))
        for component, places in members.items()
    }
    affairs = []
    for related in _related(cases, components, homes):
        inside = [place for component in related for place in members[component]]
        known = {homes[cases[place].part] for place in inside}
        stand = {part: names[owner[part]] if part in owner else part for part, home in homes.items() if home in known}
        # A part of which nothing was looked at stays with the campaign that its own home stays with.
        stand |= {
            part: names[owner[homes[part]]] if homes[part] in owner else homes[part]
            for part in stand
            if part not in owner
        }
        stand |= {names[component]: names[component] for component in related}
        placed = [(cases[place], names[components[place]]) for place in inside]
        moved = [(case, home) for case, home in placed if names[owner[case.part]] != home]
        after = tuple(sorted({names[component] for component in related}))
        if moved or any(homes.get(part, part) != home for part, home in stand.items()):
            affairs.append(Affair(before=tuple(sorted(known)), after=after, homes=stand, cases=placed, moved=moved))
    return affairs


def _owners(cases: Sequence[Case], components: Sequence[int], homes: Mapping[int, int]) -> dict[int, int]:
    """The component that most of a part's reports are in; of several the one with the oldest.

    A campaign of whose own part nothing was looked at goes where most of its other parts' reports are.
    """
    counts: dict[int, Counter[int]] = defaultdict(Counter)
    ages: dict[tuple[int, int], int] = {}
    seen = {case.part for case in cases}
    for case, component in zip(cases, components, strict=True):
        for part in {case.part, *({homes[case.part]} - seen)}:
            counts[part][component] += case.reports
            ages[part, component] = min(case.first, ages.get((part, component), case.first))
    return {
        part: max((reports, -ages[part, component], component) for component, reports in found.items())[2]
        for part, found in counts.items()
    }


def _related(cases: Sequence[Case], components: Sequence[int], homes: Mapping[int, int]) -> list[list[int]]:
    """Sets of components that have campaigns in common."""
    head: dict[int, int] = {component: component for component in components}

    def root(component: int) -> int:
        while head[component] != component:
            component = head[component]
        return component

    first: dict[int, int] = {}
    for case, component in zip(cases, components, strict=True):
        one = root(component)
        head[root(first.setdefault(homes[case.part], one))] = one
    sets: dict[int, list[int]] = defaultdict(list)
    for component in dict.fromkeys(components):
        sets[root(component)].append(component)
    return list(sets.values())
