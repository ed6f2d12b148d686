"""Answers about large campaigns that take long to read: kept, and read anew behind the page.

A small campaign is read whenever it is asked for. What is kept of a large one is exact until something is stored of it;
then it is shown for a while as it was, with the time that it is of. A correction, an erasure or a campaign that became
part of it is never passed over: what was kept before is not shown any more.
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Generic, TypeVar

from msgspec import Struct

from spamatlas.store import Store
from spamatlas.store.largest import LARGE, OLDEST

LATELY = timedelta(minutes=10)
"""What was asked for so lately is read anew behind."""
MOST = 48
"""Answers of a kind that are kept, each up to 1 MB."""

T = TypeVar("T")


class Answer(Struct, Generic[T], frozen=True):
    """What was read, and the moment that it is of."""

    value: T
    as_of: datetime
    change: int = 0


class Kept(Generic[T]):
    """Answers of one kind, by the number of the campaign. Any thread may ask.

    ``depends_on_all``: an answer tells of other campaigns too, so whatever is stored changes it.
    """

    def __init__(self, store: Store, read: Callable[[int], T], *, depends_on_all: bool = False) -> None:
        self._store = store
        self._read = read
        self._depends_on_all = depends_on_all
        self._lock = Lock()
        self._answers: OrderedDict[int, Answer[T]] = OrderedDict()
        self._asked: OrderedDict[int, datetime] = OrderedDict()

    def of(self, campaign: int, size: int) -> Answer[T]:
        """The answer about a campaign of so many reports."""
        now = datetime.now(UTC)
        if size >= LARGE:
            self._note(campaign, now)
            with self._lock:
                kept = self._answers.get(campaign)
            if kept and self._may_be_shown(campaign, kept, now):
                return kept
        return self._renewed(campaign, size)

    def renew(self, largest: Sequence[tuple[int, int]]) -> None:
        """Read anew what changed of these, numbers and sizes, and of what was asked for lately."""
        now = datetime.now(UTC)
        with self._lock:
            lately = [campaign for campaign, at in self._asked.items() if now - at < LATELY]
        sizes = dict(largest)
        for campaign in [*reversed(lately), *(one for one in sizes if one not in lately)][:MOST]:
            size = sizes.get(campaign, LARGE)
            with self._lock:
                kept = self._answers.get(campaign)
            if size >= LARGE and not (kept and self._is_exact(campaign, kept, now)):
                self._renewed(campaign, size)

    def _note(self, campaign: int, now: datetime) -> None:
        with self._lock:
            self._asked[campaign] = now
            self._asked.move_to_end(campaign)
            while len(self._asked) > MOST:
                self._asked.popitem(last=False)

    def _may_be_shown(self, campaign: int, kept: Answer[T], now: datetime) -> bool:
        touched = self._store.changes.touched(self._parts(campaign))
        if touched.corrected > kept.change:
            with self._lock:
                self._answers.pop(campaign, None)
            return False
        return now - kept.as_of < OLDEST or self._is_exact(campaign, kept, now)

    def _is_exact(self, campaign: int, kept: Answer[T], now: datetime) -> bool:
        """Whether nothing changed since; where others write to the store as well, that is not known."""
        if not self._store.is_own or _hour(now) != _hour(kept.as_of):
            return False
        changes = self._store.changes
        if self._depends_on_all:
            return changes.number == kept.change
        touched = changes.touched(self._parts(campaign))
        return max(touched.grown, touched.corrected) <= kept.change

    def _renewed(self, campaign: int, size: int) -> Answer[T]:
        change, as_of = self._store.changes.number, datetime.now(UTC)
        answer = Answer(self._read(campaign), as_of, change)
        if size >= LARGE:
            with self._lock:
                self._answers[campaign] = answer
                self._answers.move_to_end(campaign)
                while len(self._answers) > MOST:
                    self._answers.popitem(last=False)
        return answer

    def _parts(self, campaign: int) -> list[int]:
        return self._store.aliases.whole([campaign])["parts"]


def _hour(at: datetime) -> datetime:
    """What the last day and the last week are counts by whole hours."""
    return at.replace(minute=0, second=0, microsecond=0)
