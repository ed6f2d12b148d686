"""Campaigns that somebody, or the background pass, told apart: no linkage makes them one again."""

from collections.abc import Iterable, Mapping
from itertools import combinations

from spamatlas.campaign.finder import Find
from spamatlas.campaign.groups import Groups


class Apart:
    """Pairs of campaigns that stay two. They are few: what is not in any costs one look."""

    def __init__(self, groups: Groups) -> None:
        self._groups = groups
        self._pairs: set[tuple[int, int]] = set()
        self._from: dict[int, set[int]] = {}

    def __bool__(self) -> bool:
        return bool(self._pairs)

    def add(self, one: int, other: int) -> None:
        """Keep the campaigns of two rows apart."""
        self._pairs.add((min(one, other), max(one, other)))
        self.follow()

    def remove(self, one: int, other: int) -> None:
        """Let the two be joined again."""
        self._pairs.discard((min(one, other), max(one, other)))
        self.follow()

    def follow(self) -> None:
        """Campaigns were joined or regrouped: what they hold stays apart."""
        root = self._groups.root
        self._from = {}
        for one, other in self._pairs:
            if (first := root(one)) != (second := root(other)):
                self._from.setdefault(first, set()).add(second)
                self._from.setdefault(second, set()).add(first)

    def holds(self, one: int, other: int) -> bool:
        """Whether the campaigns of two roots must stay two."""
        return other in self._from.get(one, ())

    def chosen(self, finds: list[Find]) -> list[Find]:
        """The finds but those in campaigns that must stay apart from the one that says most, wording before anchors.

        ``finds`` are of roots.
        """
        rows = {find.row for find in finds}
        if not any(self.holds(one, other) for one, other in combinations(rows & self._from.keys(), 2)):
            return finds
        best = max(_weights(finds).items(), key=lambda each: (each[1], -each[0]))[0]
        return [find for find in finds if find.row == best or not self.holds(best, find.row)]


def _weights(finds: Iterable[Find]) -> Mapping[int, tuple[float, int]]:
    """How much speaks for each row: the best likeness in words, then how many finds."""
    weights: dict[int, tuple[float, int]] = {}
    for find in finds:
        alike, many = weights.get(find.row, (0.0, 0))
        weights[find.row] = (max(alike, find.score if find.linkage.compares_words else 0.0), many + 1)
    return weights
