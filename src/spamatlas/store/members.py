"""What the reports of one campaign are, over its whole life: its days, its wordings, and what they name.

Read from ``campaign_day`` and ``campaign_member``, where what is a campaign's stands together.
"""

# ruff: noqa: S608  the words of every statement are ours; what was asked is bound

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from spamatlas.model import campaign_number
from spamatlas.store.database import Store

MEMBERS = 5_000
"""What reports name is read of so many, the newest: a campaign may have millions."""
NAMED = 12
WORDINGS = 12
"""So many wordings are shown, those of most reports: a template that names each recipient has thousands."""

WORDED = 300_000
"""Wordings are told out of so many reports, the newest: each may have one of its own."""

NEWEST_FIRST = "NEWEST_FIRST"
"""Stands in statements where ``newest_first`` says how."""

_DAYS = """
SELECT toDate(day) AS day, sum(counted.reports) AS reports, uniqMerge(counted.reporters) AS reporters,
    groupUniqArrayArray(counted.languages) AS languages
FROM campaign_day AS counted WHERE campaign IN {parts:Array(UInt64)}
GROUP BY day HAVING reports > 0 ORDER BY day
"""
_WEEKS = """
SELECT sumIf(counted.reports, hour >= {now:DateTime} - INTERVAL 168 HOUR) AS week, sum(counted.reports) - week AS before
FROM campaign_hour AS counted
WHERE campaign IN {parts:Array(UInt64)} AND hour >= {now:DateTime} - INTERVAL 336 HOUR
"""
_WORDINGS = """
SELECT fingerprint, count() AS reports, uniq(reporter_key) AS reporters, min(received_at) AS first_seen,
    max(received_at) AS last_seen, max(sequence) AS newest,
    count() OVER () AS wordings, sum(count()) OVER () AS reports_in_words
FROM (
    SELECT sequence, received_at, reporter_key, fingerprint FROM campaign_member
    WHERE campaign IN {parts:Array(UInt64)} AND fingerprint != 0 NEWEST_FIRST LIMIT {worded:UInt32}
)
GROUP BY fingerprint ORDER BY reports DESC, first_seen, fingerprint LIMIT {most:UInt32}
"""
_LANES = """
SELECT fingerprint, toDate(received_at) AS day, count() AS reports
FROM campaign_member
WHERE campaign IN {parts:Array(UInt64)} AND fingerprint IN {fingerprints:Array(UInt64)}
GROUP BY fingerprint, day ORDER BY day
"""
PLACES = {
    "channels": "toString(channel)",
    "countries": "toString(country)",
    "operators": "if(asn = 0, '', concat(toString(asn), '\\t', operator))",
    "destinations": "toString(destination)",
    "destination_operators": "toString(destination_operator)",
    "routes": "if(route_class = 'unknown', '', toString(route_class))",
    "senders": "sender",
}
LISTS = ("hosts", "numbers")
_SPREAD = f"""
SELECT place.1 AS heading, place.2 AS value, count() AS reports, uniq(reporter_key) AS reporters,
    min(received_at) AS first_seen, max(received_at) AS last_seen
FROM (
    SELECT * FROM campaign_member WHERE campaign IN {{parts:Array(UInt64)}}
    {NEWEST_FIRST} LIMIT {{members:UInt32}}
)
ARRAY JOIN arrayConcat(
    [{", ".join(f"('{name}', {value})" for name, value in PLACES.items())}],
    {", ".join(f"arrayMap(each -> ('{name}', each), arrayDistinct({name}))" for name in LISTS)}
) AS place
WHERE place.2 != '' GROUP BY heading, value ORDER BY reports DESC, value LIMIT {NAMED} BY heading
"""
_STANDING = "campaign IN {campaigns:Array(UInt64)} AND sequence IN {these:Array(UInt64)}"
_HOME = "transform(sequence, {these:Array(UInt64)}, {homes:Array(UInt64)}, campaign)"
COLUMNS = (
    "campaign, sequence, sample, received_at, channel, reporter_key, fingerprint, asn, operator, country, destination, "
    "route_class, sender, hosts, numbers, destination_operator, marking"
)
"""The columns of ``campaign_member`` that ``report`` has too: all but ``edges``."""
HEADINGS = (*PLACES, *LISTS)


def parts(store: Store, name: str) -> list[int]:
    """The numbers of a campaign and of those that became part of it.

    Raises:
        ValueError: it is not a campaign's name.
    """
    return store.aliases.whole([campaign_number(name)])["parts"]


def newest_first(sql: str, *wholes: Sequence[int]) -> str:
    """A statement in which reports of these campaigns, each given with its parts, are put in order.

    What has no parts stands in the order of the table: the engine stops where there are enough.
    """
    is_in_order = all(len(parts) == 1 for parts in wholes)
    return sql.replace(NEWEST_FIRST, f"ORDER BY {'campaign DESC, ' if is_in_order else ''}sequence DESC")


def days(store: Store, numbers: Sequence[int]) -> list[dict[str, Any]]:
    """Every ``day`` (UTC) with reports, in order: how many, of how many distinct reporters, in which languages."""
    return store.query(_DAYS, {"parts": numbers})


def weeks(store: Store, numbers: Sequence[int], now: datetime) -> tuple[int, int]:
    """The reports of the last 168 hours and of the 168 before, by whole hours."""
    row = store.query(_WEEKS, {"parts": numbers, "now": now})[0]
    return row["week"], row["before"]


def wordings(store: Store, numbers: Sequence[int], most: int = WORDINGS) -> list[dict[str, Any]]:
    """The wordings of most reports, out of the newest ``WORDED``, each with its reports, reporters and time.

    ``newest`` is the place of its newest report in the log, ``days`` are (day, reports) in order. Each row has
    ``wordings``, how many there are in all, and ``reports_in_words``, how many reports have one.
    """
    found = store.query(newest_first(_WORDINGS, numbers), {"parts": numbers, "most": most, "worded": WORDED})
    lanes: dict[int, list[tuple[date, int]]] = {row["fingerprint"]: [] for row in found}
    asked = {"parts": numbers, "fingerprints": list(lanes)}
    for row in store.query(_LANES, asked) if found else ():
        lanes[row["fingerprint"]].append((row["day"], row["reports"]))
    return [{**row, "days": lanes[row["fingerprint"]]} for row in found]


def spread(store: Store, numbers: Sequence[int]) -> dict[str, list[dict[str, Any]]]:
    """Under each of ``HEADINGS`` the commonest values of the newest ``MEMBERS`` reports, each with its reports,
    distinct reporters, first and last time.

    The values of ``operators`` are the network's number, a tab, and the operator's name.
    """
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in HEADINGS}
    for row in store.query(newest_first(_SPREAD, numbers), {"parts": numbers, "members": MEMBERS}):
        found[row.pop("heading")].append(row)
    return found


_NAMES = """
SELECT sequence, if(caller_id = '', toString(id), caller_id) AS member FROM report
WHERE campaign IN {parts:Array(UInt64)} AND sample = {sample:UInt8} AND sequence > {after:UInt64}
ORDER BY sequence LIMIT {most:UInt32}
"""


def names(store: Store, numbers: Sequence[int], after: int, most: int) -> list[tuple[int, str]]:
    """The caller's ids of reports, else the submissions' ids, each with its place in the log: the next behind a place.

    A campaign may have millions: whoever wants all asks again behind the last.
    """
    values = {"parts": numbers, "sample": int(store.has_only_samples()), "after": after, "most": most}
    return [(row["sequence"], row["member"]) for row in store.query(_NAMES, values)]


def markings(store: Store, numbers: Sequence[int]) -> list[int]:
    """Under which markings a campaign's newest reports stand."""
    sql = (
        "SELECT DISTINCT marking FROM (SELECT marking FROM campaign_member WHERE campaign IN {parts:Array(UInt64)} "
        "NEWEST_FIRST LIMIT {worded:UInt32})"
    )
    rows = store.query(newest_first(sql, numbers), {"parts": numbers, "worded": WORDED})
    return sorted(int(row["marking"]) for row in rows)


def refile(store: Store, homes: Mapping[int, int], campaigns: Collection[int]) -> None:
    """Have these reports, by sequence, stand under these campaigns; the same again changes nothing.

    ``campaign`` leads the key, so a row is put in again under the other one before it is masked where it was: for a
    moment it stands under both. ``campaigns`` are all that a report may stand under.
    """
    these = sorted(homes)
    values = {"these": these, "homes": [homes[each] for each in these], "campaigns": sorted(campaigns)}
    columns = COLUMNS.removeprefix("campaign, ") + ", edges"
    store.command(
        f"INSERT INTO campaign_member (campaign, {columns}) SELECT {_HOME} AS home, {columns} FROM campaign_member "
        f"WHERE {_STANDING} AND sequence NOT IN (SELECT sequence FROM campaign_member WHERE {_STANDING} "
        f"AND campaign = {_HOME}) LIMIT 1 BY sequence SETTINGS insert_deduplicate = 0",
        values,
    )
    store.command(
        f"DELETE FROM campaign_member WHERE {_STANDING} AND campaign != {_HOME} "
        "SETTINGS lightweight_delete_mode = 'lightweight_update'",
        values,
    )


def ids(store: Store, sequences: Sequence[int]) -> dict[int, str]:
    """The ids of reports by their places in the log."""
    sql = "SELECT sequence, toString(id) AS id FROM report WHERE sequence IN {these:Array(UInt64)}"
    return {row["sequence"]: row["id"] for row in store.query(sql, {"these": list(sequences)})}
