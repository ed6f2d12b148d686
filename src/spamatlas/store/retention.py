"""What reports hold of people is kept for a time, then forgotten; what they count stays."""

from collections.abc import Callable, Collection
from datetime import datetime

from msgspec import Struct

from spamatlas.store.database import Store

PAGE_REPORTS = 5_000
_STANDING = """
SELECT DISTINCT arrayJoin(arrayFilter(each -> each IN {anchors:Array(String)}, anchors)) AS anchor FROM report
WHERE erased = 0 AND arrayExists(each -> each IN {anchors:Array(String)}, anchors)
"""


class Forgotten(Struct, frozen=True):
    """Reports whose personal columns were blanked: ids and when they were received, in the order of the log."""

    ids: list[str] = []
    at: list[datetime] = []


def forget(
    store: Store,
    before: datetime,
    held: Callable[[list[str]], Collection[str]] = lambda _: (),
    erase: Callable[[list[str]], None] | None = None,
) -> Forgotten:
    """Blank the personal columns of reports received before a time; durable on return.

    ``held`` tells which of some ids are to stay, ``erase`` blanks some, in place of the store alone.
    """
    erase = erase or store.erase
    forgotten, place = Forgotten(), 0
    while rows := store.query(
        "SELECT sequence, toString(id) AS id, received_at FROM report WHERE erased = 0 AND sequence > {place:UInt64} "
        "AND received_at < {before:DateTime} ORDER BY sequence LIMIT {most:UInt32}",
        {"before": before, "most": PAGE_REPORTS, "place": place},
        seconds=60,
    ):
        place, stays = rows[-1]["sequence"], held([row["id"] for row in rows])
        gone = [row for row in rows if row["id"] not in stays]
        if gone:
            erase([row["id"] for row in gone])
        forgotten.ids.extend(row["id"] for row in gone)
        forgotten.at.extend(row["received_at"] for row in gone)
    return forgotten


def still_named(store: Store, anchors: Collection[str]) -> set[str]:
    """Which of these anchors a report that was not erased has."""
    if not anchors:
        return set()
    return {row["anchor"] for row in store.query(_STANDING, {"anchors": sorted(anchors)}, seconds=120)}
