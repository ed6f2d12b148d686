"""The last days of campaigns, as lists draw them: read again of those alone that something was stored of."""

from collections import OrderedDict
from collections.abc import Sequence
from datetime import UTC, date, datetime
from threading import Lock

from msgspec import Struct

from spamatlas.model import campaign_number
from spamatlas.store.database import Store
from spamatlas.store.dossier import days

MOST = 4_000
"""Campaigns whose days are kept, some 200 bytes each."""


class _Kept(Struct, frozen=True):
    change: int
    today: date
    days: list[int]


class RecentDays:
    """As ``dossier.days``, and as exact. Any thread may ask."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = Lock()
        self._kept: OrderedDict[tuple[str, int], _Kept] = OrderedDict()

    def of(self, names: Sequence[str], many: int) -> dict[str, list[int]]:
        """Reports a day by campaign's name, the day that is not over last; campaigns that joined one count there."""
        change, today = self._store.changes.number, datetime.now(UTC).date()
        with self._lock:
            kept = {name: each for name in names if (each := self._kept.get((name, many)))}
        found = {name: each.days for name, each in kept.items() if self._is_exact(name, each, today)}
        fresh = days(self._store, [name for name in names if name not in found], many)
        with self._lock:
            for name, counts in fresh.items():
                self._kept[name, many] = _Kept(change, today, counts)
                self._kept.move_to_end((name, many))
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)
        return {name: fresh[name] if name in fresh else found[name] for name in names}

    def _is_exact(self, name: str, kept: _Kept, today: date) -> bool:
        if not self._store.is_own or kept.today != today:
            return False
        parts = self._store.aliases.whole([campaign_number(name)])["parts"]
        touched = self._store.changes.touched(parts)
        return max(touched.grown, touched.corrected) <= kept.change
