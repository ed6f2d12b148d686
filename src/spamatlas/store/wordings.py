"""The different messages of campaigns, and what their reports add up to: what a second look at them needs."""

from collections.abc import Collection, Mapping
from typing import Any

from spamatlas.store.database import Store

ALL = 2**64 - 1
"""Behind every place."""
MOST_READ = 1_000_000
"""So many reports are added up at most, the newest."""

# Erased reports are left out: their anchors are gone, so what tied them can't be seen any more.
_WORDINGS = """
SELECT PART AS part, channel, fingerprint, sketch, anchors, count() AS reports, min(sequence) AS first,
    groupUniqArray(64)(reporter_key) AS people
FROM (
    SELECT campaign, channel, fingerprint, sketch, anchors, sequence, reporter_key FROM report
    WHERE THESE AND erased = 0 ORDER BY sequence DESC LIMIT {read:UInt64}
)
GROUP BY part, channel, fingerprint, sketch, anchors ORDER BY first LIMIT {most:UInt64}
"""
_PARTS = "campaign IN {parts:Array(UInt64)}"
_MOVED = "sequence IN {places:Array(UInt64)}"
_AS_MOVED = "transform(sequence, {places:Array(UInt64)}, {homes:Array(UInt64)}, campaign)"
_LIKE = (
    f"{_PARTS} AND NOT {_MOVED} AND (fingerprint IN {{fingerprints:Array(UInt64)}} "
    "OR sketch IN {sketches:Array(String)} OR arrayExists(each -> each IN {anchors:Array(String)}, anchors))"
)
_TOTALS = """
SELECT PART AS part, count() AS reports, min(received_at) AS first_at,
    groupUniqArray(100000)(reporter_key) AS people, groupUniqArrayArray(100000)(recipients) AS recipients
FROM report WHERE (THESE) AND sequence > {after:UInt64} AND sequence <= {until:UInt64} GROUP BY part
"""


def wordings(store: Store, parts: Collection[int], most: int) -> list[dict[str, Any]]:
    """What is different among the messages of these parts, a row for each part and channel, at most so many."""
    return _wordings(store, "campaign", _PARTS, most, parts=sorted(parts)) if parts else []


def moved(store: Store, moves: Mapping[int, int], most: int) -> list[dict[str, Any]]:
    """The same of the reports at these places, as if they were of these parts already."""
    if not moves:
        return []
    places = sorted(moves)
    homes = [moves[each] for each in places]
    return _wordings(store, _AS_MOVED, _MOVED, most, places=places, homes=homes)


def like_these(
    store: Store, rows: Collection[Mapping[str, Any]], parts: Collection[int], without: Collection[int], most: int
) -> list[dict[str, Any]]:
    """The different messages of these parts, but of these places, that share something with those in ``rows``."""
    if not parts or not rows:
        return []
    return _wordings(
        store,
        "campaign",
        _LIKE,
        most,
        parts=sorted(parts),
        places=sorted(without),
        fingerprints=sorted({row["fingerprint"] for row in rows} - {0}),
        sketches=sorted({row["sketch"] for row in rows} - {""}),
        anchors=sorted({anchor for row in rows for anchor in row["anchors"]}),
    )


def totals(
    store: Store, parts: Collection[int], moves: Mapping[int, int] | None = None, *, after: int = 0, until: int = ALL
) -> list[dict[str, Any]]:
    """What each part adds up to: reports, the first one's time, and keys of its people, as far as they are known.

    ``moves``: as if the reports at these places were of these parts already. ``after`` one place, up to another one.
    """
    places = sorted(moves or ())
    values = {"parts": sorted(parts), "places": places, "homes": [moves[each] for each in places] if moves else []}
    sql = _TOTALS.replace("THESE", f"{_PARTS} OR {_MOVED}" if moves else _PARTS)
    sql = sql.replace("PART", _AS_MOVED if moves else "campaign")
    return store.query(sql, {**values, "after": after, "until": until}, seconds=60) if parts else []


def _wordings(store: Store, part: str, these: str, most: int, **values: Any) -> list[dict[str, Any]]:
    sql = _WORDINGS.replace("THESE", these).replace("PART", part)
    return store.query(sql, {**values, "most": most, "read": MOST_READ}, seconds=60)


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
