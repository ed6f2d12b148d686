"""What several parts of one page ask of one campaign, read once for all of them."""

from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from datetime import UTC, datetime
from threading import Lock
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from spamatlas.store.database import Store
    from spamatlas.store.graph import Tie
    from spamatlas.store.newest import Newest
    from spamatlas.store.single import Single

T = TypeVar("T")

PAGES = 4
"""Of so many campaigns the newest reports are remembered, up to 3 MB each, and what these name, up to 100 KB."""
ROWS = 64
"""Of so many campaigns what they add up to is remembered, about 2 KB each and 500 bytes a day."""


class Lone(Generic[T]):
    """Answers by whatever they are asked for by, until something is stored or an hour is over. Any thread may ask.

    ``most`` are remembered. An answer is everybody's who asks: nobody may change it. Where others write to the store
    too, nothing is remembered.
    """

    def __init__(self, store: "Store", most: int) -> None:
        self._store = store
        self._most = most
        self._lock = Lock()
        self._asked: OrderedDict[tuple[Any, ...], Future[T]] = OrderedDict()

    def read(self, asked: tuple[Any, ...], read: Callable[[], T]) -> T:
        """What ``read`` gives, or gives somebody who asks the same right now."""
        if not self._store.is_own:
            return read()
        hour = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
        key = (*asked, self._store.changes.number, hour)
        with self._lock:
            answer, is_first = self._asked.get(key), key not in self._asked
            if answer is None:
                answer = self._asked[key] = Future()
                while len(self._asked) > self._most:
                    self._asked.popitem(last=False)
        if is_first:
            self._settle(key, answer, read)
        return answer.result()

    def _settle(self, key: tuple[Any, ...], answer: "Future[T]", read: Callable[[], T]) -> None:
        try:
            answer.set_result(read())
        except BaseException as why:
            with self._lock:
                self._asked.pop(key, None)
            answer.set_exception(why)
            raise


class Pages:
    """What is remembered of the campaigns whose pages are open, each by the campaign and what else tells it apart."""

    def __init__(self, store: "Store") -> None:
        self.single: Lone[Single | None] = Lone(store, most=ROWS)
        self.newest: Lone[Newest] = Lone(store, most=PAGES)
        self.ties: Lone[list[Tie]] = Lone(store, most=PAGES)
