"""The different messages of campaigns, and what their reports add up to: what a second look at them needs."""

# ruff: noqa: S608  the words of every statement are ours; what was asked is bound

from collections.abc import Collection, Mapping
from typing import Any

from msgspec import Struct

from spamatlas.model import MARK
from spamatlas.store.database import Store

ALL = 2**64 - 1
"""Behind every place."""
MOST_READ = 1_000_000
"""So many reports are added up at most, the newest."""
BAND_LETTERS, BANDED_LETTERS = 8, 168
"""A band of a sketch is three of its words, eight letters of base64; 21 bands stand one after the other."""

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
# Which band it was is not asked: that the same eight letters stand elsewhere is one case in 2**48.
_BANDED = "arrayExists(at -> substring(sketch, at, {width:UInt8}) IN {bands:Array(String)}, {starts:Array(UInt16)})"
_TIED = (
    f"{_PARTS} AND (fingerprint IN {{fingerprints:Array(UInt64)}} OR {_BANDED} "
    "OR arrayExists(each -> each IN {anchors:Array(String)}, anchors))"
)
# Of messages that name the same places the commonest come first, then the second of all, and so on: whatever ties only
# some of them is among the first of its kind. What is sorted is 48 bytes a report at most, not the messages.
_CHOSEN = """
SELECT form FROM (
    SELECT campaign, form, row_number() OVER (PARTITION BY campaign, place ORDER BY reports DESC, form) AS turn FROM (
        SELECT campaign, cityHash64(fingerprint, sketch, anchors, channel) AS form,
            cityHash64(arrayFilter(each -> NOT startsWith(each, {mark:String}), anchors)) AS place, count() AS reports
        FROM (
            SELECT campaign, channel, fingerprint, sketch, anchors FROM report
            WHERE THESE AND erased = 0 ORDER BY sequence DESC LIMIT {read:UInt64}
        )
        GROUP BY campaign, form, place
    )
)
ORDER BY turn, form LIMIT {most:UInt64}
"""
_SIZES = f"SELECT campaign, count() AS reports FROM campaign_member WHERE {_PARTS} GROUP BY campaign"
_TOTALS = """
SELECT PART AS part, count() AS reports, min(received_at) AS first_at,
    groupUniqArray(100000)(reporter_key) AS people, groupUniqArrayArray(100000)(recipients) AS recipients,
    sumMap(map(toUInt16(toDate(received_at)), toUInt64(1))) AS by_day
FROM report WHERE (THESE) AND sequence > {after:UInt64} AND sequence <= {until:UInt64} GROUP BY part
"""


class Common(Struct, frozen=True):
    """What messages may have in common: one of these. ``bands`` are of a sketch in base64, whichever they are."""

    fingerprints: frozenset[int]
    bands: frozenset[str]
    anchors: frozenset[str]


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


def some(store: Store, parts: Collection[int], most: int) -> list[dict[str, Any]]:
    """As ``wordings``, where these are too many: so many of them, of every set of places that they name some."""
    values = {"parts": sorted(parts), "read": MOST_READ, "most": most, "mark": MARK}
    forms = store.query(_CHOSEN.replace("THESE", _PARTS), values, seconds=60)
    these = f"{_PARTS} AND cityHash64(fingerprint, sketch, anchors, channel) IN {{forms:Array(UInt64)}}"
    chosen_forms = sorted(row["form"] for row in forms)
    return _wordings(store, "campaign", these, most, parts=values["parts"], forms=chosen_forms)


def tied(store: Store, parts: Collection[int], common: Common, most: int) -> list[dict[str, Any]] | None:
    """The different messages of these parts, of all their reports, that have something in common with others.

    None where there are so many messages, or more than ``MOST_READ`` reports.
    """
    found = _wordings(
        store,
        "campaign",
        _TIED,
        most,
        parts=sorted(parts),
        fingerprints=sorted(common.fingerprints),
        bands=sorted(common.bands),
        anchors=sorted(common.anchors),
        starts=[1 + at for at in range(0, BANDED_LETTERS, BAND_LETTERS)],
        width=BAND_LETTERS,
    )
    is_much = len(found) >= most or sum(row["reports"] for row in found) >= MOST_READ
    return None if is_much else found


def sizes(store: Store, parts: Collection[int]) -> dict[int, int]:
    """How many reports each of these parts has."""
    found = store.query(_SIZES, {"parts": sorted(parts)}, seconds=60) if parts else []
    return {row["campaign"]: row["reports"] for row in found}


def totals(
    store: Store, parts: Collection[int], moves: Mapping[int, int] | None = None, *, after: int = 0, until: int = ALL
) -> list[dict[str, Any]]:
    """What each part adds up to: reports, the first one's time, keys of its people, as far as they
    are known, and how many each day had, by days since 1970.

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


def same(
    store: Store, parts: Collection[int], fingerprints: Collection[int], anchors: Collection[tuple[str, ...]]
) -> list[dict[str, Any]]:
    """The reports of these parts with one of these fingerprints and one of these lists of anchors."""
    sql = (
        "SELECT sequence, campaign, channel, fingerprint, sketch, anchors FROM report "
        "WHERE campaign IN {parts:Array(UInt64)} AND fingerprint IN {fingerprints:Array(UInt64)} "
        "AND arrayStringConcat(anchors, '\t') IN {anchors:Array(String)} AND erased = 0"
    )
    values = {"parts": sorted(parts), "fingerprints": sorted(fingerprints)}
    return store.query(sql, {**values, "anchors": ["\t".join(each) for each in sorted(anchors)]}, seconds=60)


def chosen(store: Store, ids: Collection[str]) -> list[dict[str, Any]]:
    """Reports by their ids: their places and the parts that they are of."""
    sql = "SELECT sequence, campaign, fingerprint FROM report WHERE id IN {ids:Array(String)} ORDER BY sequence"
    return store.query(sql, {"ids": sorted(ids)}, seconds=60)


def like(store: Store, fingerprints: Collection[int], parts: Collection[int]) -> list[dict[str, Any]]:
    """The reports of these parts that say the same, by their fingerprints."""
    return alike(store, fingerprints, parts) if fingerprints else []
