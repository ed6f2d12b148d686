"""Changing whose sight reports are in."""

from collections.abc import Collection, Mapping

from spamatlas.store.database import Store
from spamatlas.store.seen import MARKED

_NOW = "SELECT toString(id) AS id, sequence, marking FROM report WHERE id IN {ids:Array(String)} ORDER BY sequence"


def markings_of(store: Store, ids: Collection[str]) -> dict[str, tuple[int, int]]:
    """Of reports that are analysed: their places in the log, and their markings now."""
    rows = store.query(_NOW, {"ids": list(ids)}) if ids else []
    return {row["id"]: (int(row["sequence"]), int(row["marking"])) for row in rows}


def mark(store: Store, wanted: Mapping[int, int]) -> None:
    """Give reports, by their places in the log, other markings; durable on return, and the same again changes nothing.

    In ``report`` last, which tells what holds: what breaks off half-way is done again by whoever does it again.
    """
    for marking in sorted({*wanted.values()}):
        these = {"these": [place for place, each in wanted.items() if each == marking], "marking": marking}
        for table in reversed(MARKED):
            store.command(
                f"ALTER TABLE {table} UPDATE marking = {{marking:UInt32}} "
                "WHERE sequence IN {these:Array(UInt64)} SETTINGS mutations_sync = 2",
                these,
            )
    store.changes.erased()  # what was kept for a reader may tell of what they see no more
