"""What reports hold of people is kept for a time, then forgotten; what they count stays."""

from collections.abc import Callable, Collection
from datetime import datetime

from msgspec import Struct

from spamatlas.store.database import Store

PAGE_REPORTS = 5_000


class Forgotten(Struct, frozen=True):
    """Reports whose personal columns were blanked: ids and when they were received, in the order of the log."""

    ids: list[str] = []
    at: list[datetime] = []


def forget(store: Store, before: datetime, held: Callable[[list[str]], Collection[str]] = lambda _: ()) -> Forgotten:
    """Blank the personal columns of reports received before a time; durable on return.

    ``held`` tells which of some ids are to stay.
    """
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
            store.erase([row["id"] for row in gone])
        forgotten.ids.extend(row["id"] for row in gone)
        forgotten.at.extend(row["received_at"] for row in gone)
    return forgotten
