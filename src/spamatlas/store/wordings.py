"""The different messages of campaigns, and what their reports add up to: what a second look at them needs."""

from collections.abc import Collection, Mapping
from typing import Any

from spamatlas.store.database import Store

MOST_READ = 1_000_000
"""So many reports are added up at most, the newest."""

# Erased reports are left out: their anchors are gone, so what tied them can't be seen any more.
_WORDINGS = """
SELECT campaign, channel, fingerprint, sketch, anchors, count() AS reports, min(sequence) AS first,
    groupUniqArray(64)(reporter_key) AS people
FROM (
    SELECT campaign, channel, fingerprint, sketch, anchors, sequence, reporter_key FROM report
    WHERE campaign IN {parts:Array(UInt64)} AND erased = 0 ORDER BY sequence DESC LIMIT {read:UInt64}
)
GROUP BY campaign, channel, fingerprint, sketch, anchors ORDER BY first LIMIT {most:UInt64}
"""
_TOTALS = """
SELECT campaign, count() AS reports, min(received_at) AS first_at,
    groupUniqArray(100000)(reporter_key) AS people, groupUniqArrayArray(100000)(recipients) AS recipients
FROM report WHERE campaign IN {parts:Array(UInt64)} GROUP BY campaign
"""


def wordings(store: Store, parts: Collection[int], most: int) -> list[dict[str, Any]]:
    """What is different among the messages of these parts, a row for each part and channel, at most so many."""
    values = {"parts": sorted(parts), "most": most, "read": MOST_READ}
    return store.query(_WORDINGS, values, seconds=60) if parts else []


def totals(store: Store, parts: Collection[int]) -> list[dict[str, Any]]:
    """What each part adds up to: reports, the first one's time, and keys of its people, as far as they are known."""
    return store.query(_TOTALS, {"parts": sorted(parts)}, seconds=60) if parts else []


def alike(store: Store, fingerprints: Collection[int], parts: Collection[int]) -> list[dict[str, Any]]:
    """The reports of these parts with these fingerprints."""
    sql = (
        "SELECT sequence, campaign, channel, fingerprint, sketch, anchors FROM report "
        "WHERE campaign IN {parts:Array(UInt64)} AND fingerprint IN {fingerprints:Array(UInt64)} AND erased = 0"
    )
    return store.query(sql, {"parts": sorted(parts), "fingerprints": sorted(fingerprints)}, seconds=60)


def chosen(store: Store, ids: Collection[str]) -> list[dict[str, Any]]:
    """Reports by their ids: their places and the parts that they are of."""
    sql = "SELECT sequence, campaign, fingerprint FROM report WHERE id IN {ids:Array(String)} ORDER BY sequence"
    return store.query(sql, {"ids": sorted(ids)}, seconds=60)


def like(store: Store, fingerprints: Collection[int], parts: Collection[int]) -> list[dict[str, Any]]:
    """The reports of these parts that say the same, by their fingerprints."""
    return alike(store, fingerprints, parts) if fingerprints else []


def by_part(rows: Collection[Mapping[str, Any]]) -> dict[int, Mapping[str, Any]]:
    """Rows of ``totals`` by their part."""
    return {row["campaign"]: row for row in rows}
