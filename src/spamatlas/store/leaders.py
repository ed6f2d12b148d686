"""What led in a day or five days that are over, kept as a list, so that long times need not be looked through key by key.

A list says of how many reports it was made. Where that is not what the cell counts now, because one came late, nobody
heeds it and it is made anew: so nothing that writes reports needs to know of lists.
"""

# ruff: noqa: E501, S608  a statement reads better whole; its words are ours, what was asked is bound

from datetime import datetime

from msgspec import Struct

from spamatlas.store.database import Store

KEPT = 4_000
"""So many keys a list, about 50 KB: the thousand that grew most in a month are then told from its lists (0003)."""
FEWEST = 20_000
"""A cell of fewer reports is looked through in a few milliseconds."""
LACKING = """
SELECT sample, measuring_point, grain, at, toUInt64(sum(tally.reports)) AS reports FROM tally
WHERE dimension = 'all' AND (grain = 'day' AND at <= {now:DateTime} - INTERVAL 1 DAY OR grain = 'days' AND at <= {now:DateTime} - INTERVAL 5 DAY)
GROUP BY sample, measuring_point, grain, at HAVING reports >= {fewest:UInt64}
    AND (sample, measuring_point, grain, at, reports) NOT IN (
        SELECT sample, measuring_point, grain, at, reports FROM leader FINAL WHERE kind = 'domain'
    )
ORDER BY at
"""
LIST = """
INSERT INTO leader (kind, sample, measuring_point, grain, at, channel, reports, least, keys, counts)
WITH arrayReverseSort(groupArray((n, key))) AS leading
SELECT {kind:String}, {sample:UInt8}, {measuring_point:String}, {grain:String}, {at:DateTime}, channel, {reports:UInt64},
    if(length(leading) > {kept:UInt32}, leading[{kept:UInt32} + 1].1, 0),
    arraySlice(leading, 1, {kept:UInt32}).2, arraySlice(leading, 1, {kept:UInt32}).1
FROM (
    SELECT channel, key, n FROM (COUNTED) ORDER BY n DESC LIMIT {kept:UInt32} + 1 BY channel
)
GROUP BY channel
"""
CELL = "sample = {sample:UInt8} AND measuring_point = {measuring_point:String} AND grain = {grain:String} AND at = {at:DateTime}"
COUNTED = {
    "campaign": f"SELECT '' AS channel, campaign AS key, sum(joined) AS n FROM campaign_growth WHERE {CELL} GROUP BY key",
    "domain": f"SELECT toString(channel) AS channel, key, sum(joined) AS n FROM domain_growth WHERE {CELL} "
    f"GROUP BY channel, key UNION ALL SELECT '', key, sum(joined) FROM domain_growth WHERE {CELL} GROUP BY key",
}
"""By channel, and, under the empty name, over all of them."""


class Cell(Struct, frozen=True):
    """A day or five days of one measuring point, and how many reports it counts."""

    sample: int
    measuring_point: str
    grain: str
    at: datetime
    reports: int


def lacking(store: Store, now: datetime) -> list[Cell]:
    """The cells that are over and have no list of all their reports, the newest last."""
    rows = store.query(LACKING, {"now": now, "fewest": FEWEST}, seconds=60)
    return [Cell(**row) for row in rows]


def make(store: Store, cell: Cell) -> None:
    """Make the lists of a cell; nothing may be stored meanwhile."""
    asked = {"kept": KEPT, **{name: getattr(cell, name) for name in cell.__struct_fields__}}
    for kind, counted in COUNTED.items():
        store.command(LIST.replace("COUNTED", counted), asked | {"kind": kind})
