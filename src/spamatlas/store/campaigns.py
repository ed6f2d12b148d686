"""Questions about campaigns."""

# ruff: noqa: S608  the words of every statement are ours; what was asked is bound

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from msgspec import Struct

from spamatlas.model import campaign_name, campaign_number
from spamatlas.store.database import Store
from spamatlas.store.single import FIGURES, single

LARGEST = """
SELECT groupArray(number) AS numbers FROM (
    SELECT if(home.known_as = 0, grown.campaign, home.known_as) AS number, sum(grown.joined) AS joined
    FROM (
        SELECT campaign, sum(campaign_growth.joined) AS joined FROM campaign_growth
        WHERE sample = {sample:UInt8} AND grain = 'all' GROUP BY campaign ORDER BY joined DESC LIMIT 10000
    ) AS grown LEFT JOIN campaign_home AS home ON home.campaign = grown.campaign
    GROUP BY number ORDER BY joined DESC, number LIMIT {looked_at:UInt64}
)
"""
FEW = """
    SELECT *, transform(campaign, {parts:Array(UInt64)}, {homes:Array(UInt64)}, campaign) AS number
    FROM {{table}} WHERE sample = {sample:UInt8} AND campaign IN {parts:Array(UInt64)}
"""
EVERY = """
    SELECT counted.*, if(home.known_as = 0, counted.campaign, home.known_as) AS number
    FROM {{table}} AS counted LEFT JOIN campaign_home AS home ON home.campaign = counted.campaign
    WHERE sample = {sample:UInt8}
"""
RECENT = """
SELECT number, sumIf(cell.reports, hour >= {now:DateTime} - INTERVAL 24 HOUR) AS last_day,
    sum(cell.reports) - last_day AS day_before
FROM ({{cells}}) AS cell WHERE hour >= {now:DateTime} - INTERVAL 48 HOUR GROUP BY number
"""
NARROWING = {"ruling": "verdict", "category": "verdict", "channel": "channels"}
"""What a list is narrowed by, and the figure that it stands in."""


class Order(Struct, frozen=True):
    """An order of a list, the largest first: the figures that it needs beside the size, and what is compared."""

    needs: tuple[str, ...]
    key: Callable[[Mapping[str, Any]], Any]


ORDERS = {
    "size": Order((), lambda row: row["size"]),
    "growth": Order(("recent",), lambda row: (row["last_day"] - row["day_before"], row["size"])),
    "newest": Order(("first_seen",), lambda row: row["first_seen"]),
    "last": Order(("last_seen",), lambda row: row["last_seen"]),
    "reporters": Order(("reporters",), lambda row: (row["reporters"], row["size"])),
}
ORDERED = 500
"""So many of the largest are put in another order than by size."""
SPARE = 20
"""The report that opened a campaign is not in ``campaign_growth``: so many more are looked at than are wanted."""
FIRST_STRETCH, LOOKED_AT = 5, 2000
"""Where a list is narrowed: so many times as many are looked at as are wanted; if too few fit, so many."""

MEMBERS = """
SELECT if(home.known_as = 0, report.campaign, home.known_as) AS number,
    arrayMap(each -> each.2, arraySort(groupArray((sequence, if(caller_id = '', toString(id), caller_id))))) AS members
FROM (SELECT campaign, caller_id, id, sequence FROM report WHERE sample = {sample:UInt8}) AS report
LEFT JOIN campaign_home AS home ON home.campaign = report.campaign
WHERE {campaign:UInt64} IN (0, number) GROUP BY number
"""


class Wanted(Struct, frozen=True):
    """What a list shall show. ``limit`` 0 is all."""

    filters: Mapping[str, str]
    limit: int
    order: str

    @property
    def needs(self) -> set[str]:
        """The figures by which rows are chosen."""
        return {NARROWING[name] for name in NARROWING if self.filters.get(name)} | {*ORDERS[self.order].needs}

    @property
    def compared(self) -> int:
        """How many of the largest that fit are put in order."""
        return self.limit if self.order == "size" else max(self.limit, ORDERED)

    @property
    def stretches(self) -> list[int]:
        """How many of the largest to look at, until enough of them fit."""
        if not any(self.filters.get(name) for name in NARROWING):
            return [self.compared + SPARE]
        most = max(LOOKED_AT, 2 * self.compared)
        return [short, most] if (short := FIRST_STRETCH * (self.compared + SPARE)) < most else [most]

    def fitting(self, rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
        """Those that the filters let through, the largest first."""
        return sorted((row for row in rows if _fits(row, self.filters)), key=lambda row: (-row["size"], row["number"]))

    def ordered(self, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """As they are shown, cut to as many as are wanted; ``rows`` are the largest first."""
        key = ORDERS[self.order].key
        return sorted(rows[: self.compared or None], key=key, reverse=True)[: self.limit or None]


def listed(
    store: Store, filters: Mapping[str, str], limit: int = 50, *, members: bool = False, order: str = "size"
) -> list[dict[str, Any]]:
    """Campaigns with what they add up to; those that became part of another count there.

    ``filters``: ``campaign`` (a name), ``ruling``, ``category``, ``channel``, ``sample``. ``limit`` 0 gives all.
    ``order``: one of ``ORDERS``; only the largest ``ORDERED`` are put in another one than by size. With ``members``
    each has the caller's ids of its reports, else the submissions' ids, in the order of the log.
    """
    number = number_of(store, filters.get("campaign", ""))
    if number is None:
        return []
    sample = int(filters.get("sample") or store.has_only_samples())
    values = {"now": datetime.now(UTC), "sample": sample, "campaign": number}
    found = _rows(store, values, Wanted(filters, limit, order))
    named = {row["number"]: row["members"] for row in store.query(MEMBERS, values, seconds=60)} if members else {}
    return [shown(row, named if members else None) for row in found]


def _rows(store: Store, values: dict[str, Any], wanted: Wanted) -> list[dict[str, Any]]:
    """Chosen by the few figures that tell them, then read whole; where few campaigns grew, all are read."""
    everything = {*FIGURES, "recent"}
    if values["campaign"]:
        one = single(store, values["campaign"], values["sample"])
        return wanted.fitting([one.row] if one else [])
    for looked_at in wanted.stretches if wanted.limit else ():
        numbers = store.query(LARGEST, {**values, "looked_at": looked_at})[0]["numbers"]
        if len(numbers) < wanted.compared:
            break
        found = wanted.fitting(read(store, few(store, values, numbers), wanted.needs))
        if len(found) >= wanted.compared + SPARE or looked_at == wanted.stretches[-1]:
            chosen = [row["number"] for row in wanted.ordered(found)]
            return wanted.ordered(wanted.fitting(read(store, few(store, values, chosen), everything)))
    return wanted.ordered(wanted.fitting(read(store, (EVERY, values), everything)))


def few(store: Store, values: Mapping[str, Any], numbers: Collection[int]) -> tuple[str, dict[str, Any]]:
    """Where to read these campaigns from, those that became part of them too."""
    return FEW, {**values, "numbers": list(numbers), **store.aliases.whole(numbers)}


def read(store: Store, source: tuple[str, Mapping[str, Any]], figures: set[str]) -> list[dict[str, Any]]:
    """A row a campaign: its number, size and these figures."""
    cells, values = source
    if values.get("numbers") == []:
        return []
    columns = "".join(f", {sql}" for name, sql in FIGURES.items() if name in figures)
    days = cells.replace("{{table}}", "campaign_day")
    rows = store.query(
        f"SELECT number, sum(cell.reports) AS size{columns} FROM ({days}) AS cell GROUP BY number", values, seconds=60
    )
    if "recent" in figures:
        hours = RECENT.replace("{{cells}}", cells.replace("{{table}}", "campaign_hour"))
        recent = {row["number"]: row for row in store.query(hours, values, seconds=60)}
        rows = [{**row, **recent.get(row["number"], {"last_day": 0, "day_before": 0})} for row in rows]
    return rows


def number_of(store: Store, name: str) -> int | None:
    """The number that a name stands for now; 0 for no name, None for what is no name."""
    if not name:
        return 0
    try:
        number = campaign_number(name)
    except ValueError:
        return None
    return store.aliases.homes([number]).get(number, number)


def _fits(row: Mapping[str, Any], filters: Mapping[str, str]) -> bool:
    wanted = {name: filters[name] for name in ("ruling", "category") if filters.get(name)}
    channel = filters.get("channel")
    return all(row[name] == value for name, value in wanted.items()) and (not channel or channel in row["channels"])


def shown(row: Mapping[str, Any], members: Mapping[int, list[str]] | None = None) -> dict[str, Any]:
    """A row as a list gives it."""
    number = row["number"]
    return {
        "campaign": campaign_name(number),
        **{name: row[name] for name in ("size", "reporters", "first_seen", "last_seen", "channels", "languages")},
        **{name: row[name] for name in ("countries", "domains", "route_classes")},
        **{
            name: row[name]
            for name in ("spam", "ruling", "category", "lure", "call_to_action", "last_day", "day_before")
        },
        **({} if members is None else {"members": members.get(number, [])}),
    }
