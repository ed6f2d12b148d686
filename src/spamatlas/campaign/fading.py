"""Keys that are remembered for so long and no longer, so that what is seen once does not fill the memory."""

from collections.abc import Mapping
from typing import Any

from numpy.typing import NDArray

from spamatlas.campaign.columns import Columns, of_part, within
from spamatlas.campaign.exact_index import ExactIndex

KEPT = 1 << 20


class Fading:
    """Which row was first filed under a key, among the newest ``KEPT`` to 2 × ``KEPT`` keys; about 25 bytes each.

    In two halves: when the newer one is full it becomes the older one, and what was in that is forgotten. A key that
    is asked for stays, so what still comes is not forgotten. Nothing depends on the clock.
    """

    def __init__(self, kept: int = KEPT) -> None:
        self._kept = kept
        self._newer, self._older = ExactIndex(), ExactIndex()

    def __contains__(self, key: int) -> bool:
        return key in self._newer or key in self._older

    def __len__(self) -> int:
        """How many are remembered; one that was asked for again may count twice."""
        return len(self._newer) + len(self._older)

    def get(self, key: int) -> int | None:
        """The row under a key, None for one that is not known."""
        row = self._newer.get(key)
        return self._older.get(key) if row is None else row

    def __setitem__(self, key: int, row: int) -> None:
        """File a row under a key, in the place of an earlier one."""
        self.setdefault(key, row)
        self._newer[key] = row

    def setdefault(self, key: int, row: int) -> int:
        """File a row under a key, unless there is one; the row that stands there now."""
        known = self.get(key)
        kept = row if known is None else known
        if key not in self._newer:
            if len(self._newer) >= self._kept:
                self._older, self._newer = self._newer, ExactIndex()
            self._newer.setdefault(key, kept)
        return kept

    def discard(self, key: int) -> None:
        """Have nothing under a key."""
        self._newer.discard(key)
        self._older.discard(key)

    def columns(self) -> Columns:
        """Both halves as they lie."""
        return within("newer", self._newer.columns()) | within("older", self._older.columns())

    def fill(self, columns: Mapping[str, NDArray[Any]]) -> None:
        """Be what these columns, which are its own from now on, were of."""
        self._newer.fill(of_part("newer", columns))
        self._older.fill(of_part("older", columns))
