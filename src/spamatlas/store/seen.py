"""The store as somebody sees it: the one place where it is enforced who may read which reports."""

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, NoReturn

from spamatlas.model import Sight
from spamatlas.store.aliases import Aliases
from spamatlas.store.common_things import CommonThings
from spamatlas.store.database import QUERY_SECONDS, Store
from spamatlas.store.lone import Pages

if TYPE_CHECKING:
    from spamatlas.store.changes import Changes

MARKED = ("report", "mention", "campaign_member")
"""The tables whose rows are of one report each and may tell what it says. ``judgement`` and ``rewritten`` are asked
about by the places in the log that these give; all else are sums."""


class SeenStore(Store):
    """A store from whose every statement those reports are left out that somebody may not see.

    The engine does it (``additional_table_filters``): wherever one of ``MARKED`` is read, in a subquery, a join or a
    view too, its rows are those of the markings that are seen. So no statement has to say it, and none can forget it.
    It changes nothing: whoever changes tables has the whole store.
    """

    def __init__(self, whole: Store, sight: Sight) -> None:
        self._whole = whole
        self.end = whole.end
        self._end_at = -1
        # Never another reader's: they were read of what is seen.
        self.common_things = CommonThings(whole.changes)
        self.pages = Pages(self)
        seen = ", ".join(map(str, sorted(sight.markings))) or "4294967295"
        self._filters = "{" + ", ".join(f"'{table}': 'marking IN ({seen})'" for table in MARKED) + "}"

    @cached_property
    def aliases(self) -> Aliases:  # type: ignore[override]
        return self._whole.aliases

    @property
    def changes(self) -> "Changes":  # type: ignore[override]
        return self._whole.changes

    @property
    def is_own(self) -> bool:
        return self._whole.is_own

    def query(
        self, sql: str, parameters: Mapping[str, Any] | None = None, seconds: float = QUERY_SECONDS
    ) -> list[dict[str, Any]]:
        """As ``Store.query``, of what is seen."""
        return self.ask_seen(sql, parameters, seconds)

    def ask_seen(self, sql: str, parameters: Mapping[str, Any] | None, seconds: float) -> list[dict[str, Any]]:
        """The same, by the one condition."""
        return self._whole.ask(sql, parameters, seconds, {"additional_table_filters": self._filters})

    def ask_whole(self, sql: str, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
        """A statement over all reports, for those who then leave out themselves what is not seen."""
        return self._whole.query(sql, parameters)

    def has_only_samples(self) -> bool:
        return self._whole.has_only_samples()

    def _client(self) -> NoReturn:
        raise TypeError("what is seen by somebody is only read, and only by query()")

    def _insert(self, *_: object) -> NoReturn:
        self._client()
