"""The row of one campaign, read once for all parts of a page that ask for it."""

from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from datetime import UTC, datetime
from threading import Lock
from typing import Any

from spamatlas.store.database import Store

MOST = 64
"""So many are remembered, about 2 KB each."""

Rows = list[dict[str, Any]]


class Lone:
    """Rows by whatever they are asked for by, until something is stored or an hour is over. Any thread may ask.

    Where others write to the store too, nothing is remembered.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = Lock()
        self._asked: OrderedDict[tuple[Any, ...], Future[Rows]] = OrderedDict()

    def read(self, asked: tuple[Any, ...], read: Callable[[], Rows]) -> Rows:
        """What ``read`` gives, or gives somebody who asks the same right now."""
        if not self._store.is_own:
            return read()
        hour = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
        key = (*asked, self._store.changes.number, hour)
        with self._lock:
            answer, is_first = self._asked.get(key), key not in self._asked
            if answer is None:
                answer = self._asked[key] = Future()
                while len(self._asked) > MOST:
                    self._asked.popitem(last=False)
        if is_first:
            self._settle(key, answer, read)
        return [dict(row) for row in answer.result()]

    def _settle(self, key: tuple[Any, ...], answer: "Future[Rows]", read: Callable[[], Rows]) -> None:
        try:
            answer.set_result(read())
        except BaseException as why:
            with self._lock:
                self._asked.pop(key, None)
            answer.set_exception(why)
            raise
