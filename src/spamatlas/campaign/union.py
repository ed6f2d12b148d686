"""What is joined to what, where some must not be joined."""

from collections.abc import Collection, Iterable, Sequence


class Union:
    """A union-find over places, of which each may have labels; ``apart`` are pairs of labels that keep places apart."""

    def __init__(self, labels: Sequence[Collection[int]], apart: Iterable[tuple[int, int]]) -> None:
        self._labels = [set(each) for each in labels]
        self._parents = list(range(len(labels)))
        self._apart: dict[int, set[int]] = {}
        for one, other in apart:
            self._apart.setdefault(one, set()).add(other)
            self._apart.setdefault(other, set()).add(one)

    def root(self, place: int) -> int:
        """What stands for all that is joined."""
        parents = self._parents
        while parents[place] != place:
            parents[place] = parents[parents[place]]
            place = parents[place]
        return place

    def join(self, one: int, other: int) -> bool:
        """Join two, unless they must stay apart; whether they are one now."""
        one, other = sorted((self.root(one), self.root(other)))
        if one == other:
            return True
        if any(self._apart[label] & self._labels[other] for label in self._labels[one]):
            return False
        self._parents[other] = one
        self._labels[one] |= self._labels[other]
        return True

    def join_all(self, places: Sequence[int]) -> None:
        """Join each to the first, or, where it must not, to one after that."""
        heads: list[int] = []
        for place in places:
            if not any(self.join(head, place) for head in heads):
                heads.append(place)
