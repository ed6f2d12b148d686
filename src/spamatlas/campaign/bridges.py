"""Who said that two campaigns are one: where many people reported both, one of them alone does not join them."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spamatlas.campaign.columns import Columns, of_lists, of_part, to_lists, within

# Two campaigns are known when so many people reported each, and are made one when so many brought what ties them.
# A reporter who writes look-alikes to have somebody's wanted messages taken for spam must be several people; a sender
# who changes hosts is reported by many within minutes.
KNOWN_TO = 3
BROUGHT_BY = 3


class Bridges:
    """The people who brought a message that is surely of two known campaigns, by pair of rows."""

    def __init__(self) -> None:
        self._people: dict[tuple[int, int], set[int]] = {}

    def carries(self, pair: tuple[int, int], fewest_reporters: int, reporter: int) -> bool:
        """Whether the two may become one; counts the reporter (0 for unknown) where that takes several.

        ``fewest_reporters`` is how many people reported the one of the two that fewer did.
        """
        if fewest_reporters < KNOWN_TO:
            return True
        people = self._people.setdefault(pair, set())
        people.add(reporter)
        if len(people) < BROUGHT_BY:
            return False
        del self._people[pair]
        return True

    def columns(self) -> Columns:
        """Who brought what, by pair."""
        people = of_lists(dict(enumerate(self._people.values())))
        return {"pairs": np.array([*self._people], dtype="I").reshape(-1, 2)} | within("people", people)

    def fill(self, columns: Mapping[str, NDArray[Any]]) -> None:
        """Know what these columns say."""
        people = to_lists(of_part("people", columns)).values()
        pairs = ((one, other) for one, other in columns["pairs"].tolist())
        self._people = {pair: {*each} for pair, each in zip(pairs, people, strict=True)}
