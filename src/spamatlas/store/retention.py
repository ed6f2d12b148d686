"""What reports hold of people is kept for a time, then forgotten; what they count stays."""

from datetime import datetime

from spamatlas.store.database import Store

PAGE_REPORTS = 5_000


def forget(store: Store, before: datetime) -> int:
    """Blank the personal columns of reports received before a time; durable on return. How many there were."""
    forgotten = 0
    while rows := store.query(
        "SELECT toString(id) AS id FROM report WHERE erased = 0 AND received_at < {before:DateTime} "
        "LIMIT {most:UInt32}",
        {"before": before, "most": PAGE_REPORTS},
        seconds=60,
    ):
        store.erase([row["id"] for row in rows])
        forgotten += len(rows)
    return forgotten
