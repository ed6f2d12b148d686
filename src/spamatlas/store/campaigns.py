"""Questions about campaigns."""

# ruff: noqa: S608  the words of every statement are ours; what was asked is bound

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from spamatlas.model import campaign_name, campaign_number
from spamatlas.store.database import Store

ALIAS = "(SELECT campaign, known_as FROM campaign_alias FINAL)"

LARGEST = (
    """(
    SELECT groupArray(number) FROM (
        SELECT if(alias.known_as = 0, grown.campaign, alias.known_as) AS number, sum(grown.joined) AS joined
        FROM (
            SELECT campaign, sum(campaign_growth.joined) AS joined FROM campaign_growth
            WHERE sample = {sample:UInt8} AND grain = 'all' GROUP BY campaign ORDER BY joined DESC LIMIT 10000
        ) AS grown LEFT JOIN """
    + ALIAS
    + """ AS alias ON alias.campaign = grown.campaign
        GROUP BY number ORDER BY joined DESC, number LIMIT {looked_at:UInt64}
    )
) AS largest"""
)
ONE = "[{campaign:UInt64}] AS largest"
PARTS = """,
(SELECT arrayConcat(largest, groupArray(campaign)) FROM campaign_alias FINAL WHERE has(largest, known_as)) AS parts,
"""
"""Arrays, because the engine finds them once; a named subquery would be run wherever its name stands."""

LISTED = (
    """
grown AS (
    SELECT if(alias.known_as = 0, campaign_day.campaign, alias.known_as) AS number, sum(campaign_day.reports) AS size,
        uniqMerge(campaign_day.reporters) AS reporters, min(first_at) AS first_seen, max(last_at) AS last_seen,
        arraySort(groupUniqArray(channel)) AS channels,
        splitByChar('\t', argMaxMerge(campaign_day.verdict)) AS words,
        toFloat32OrZero(words[1]) AS spam, words[2] AS ruling, words[3] AS category, words[4] AS lure,
        words[5] AS call_to_action, arraySort(groupUniqArrayArray(8)(campaign_day.languages)) AS languages,
        arraySort(groupUniqArrayArray(8)(campaign_day.countries)) AS countries,
        arraySort(groupUniqArrayArray(8)(campaign_day.domains)) AS domains,
        arraySort(groupUniqArrayArray(8)(campaign_day.route_classes)) AS route_classes
    FROM campaign_day LEFT JOIN """
    + ALIAS
    + """ AS alias ON alias.campaign = campaign_day.campaign
    WHERE sample = {sample:UInt8} /*only days*/ GROUP BY number ORDER BY size DESC, number LIMIT {looked_at:UInt64}
), recent AS (
    SELECT if(alias.known_as = 0, campaign_hour.campaign, alias.known_as) AS number,
        sumIf(campaign_hour.reports, hour >= {now:DateTime} - INTERVAL 24 HOUR) AS last_day,
        sum(campaign_hour.reports) - last_day AS day_before
    FROM campaign_hour LEFT JOIN """
    + ALIAS
    + """ AS alias ON alias.campaign = campaign_hour.campaign
    WHERE sample = {sample:UInt8} AND hour >= {now:DateTime} - INTERVAL 48 HOUR /*only hours*/ GROUP BY number
)
SELECT grown.*, recent.last_day AS last_day, recent.day_before AS day_before
FROM grown LEFT JOIN recent ON recent.number = grown.number ORDER BY size DESC, number
"""
)
ONLY = {
    f"/*only {table}s*/": f"AND campaign_{table}.campaign IN (SELECT arrayJoin(parts))" for table in ("day", "hour")
}
SPARE = 20
LOOKED_AT = 2000
"""So many of the largest are looked at where a list is narrowed to some of them."""

MEMBERS = (
    """
SELECT if(alias.known_as = 0, report.campaign, alias.known_as) AS number,
    groupArray(if(caller_id = '', toString(id), caller_id)) AS members
FROM (SELECT campaign, caller_id, id FROM report WHERE sample = {sample:UInt8} ORDER BY sequence) AS report
LEFT JOIN """
    + ALIAS
    + """ AS alias ON alias.campaign = report.campaign
WHERE {campaign:UInt64} IN (0, number) GROUP BY number
"""
)


def listed(store: Store, filters: Mapping[str, str], limit: int = 50, *, members: bool = False) -> list[dict[str, Any]]:
    """Campaigns with what they add up to, the largest first; those that became part of another count there.

    ``filters``: ``campaign`` (a name), ``ruling``, ``category``, ``channel``, ``sample``. ``limit`` 0 gives all. With
    ``members`` each has the caller's ids of its reports, else the submissions' ids, in the order of the log.
    """
    number = _number(store, filters.get("campaign", ""))
    if number is None:
        return []
    sample = int(filters.get("sample") or store.has_only_samples())
    values = {"now": datetime.now(UTC), "sample": sample, "campaign": number}
    found = [row for row in _rows(store, values, filters, limit) if _fits(row, filters)][: limit or None]
    named = {row["number"]: row["members"] for row in store.query(MEMBERS, values, seconds=60)} if members else {}
    return [_campaign(row, named if members else None) for row in found]


def _narrowed(largest: str) -> str:
    """The list of some campaigns alone."""
    few = LISTED
    for place, condition in ONLY.items():
        few = few.replace(place, condition)
    return "WITH " + largest + PARTS + few


def _rows(store: Store, values: dict[str, Any], filters: Mapping[str, str], limit: int) -> list[dict[str, Any]]:
    """The campaigns to choose from, the largest first; few are looked at where few are wanted."""
    narrowed = any(filters.get(name) for name in ("ruling", "category", "channel"))
    # The report that opened a campaign is not in `campaign_growth`: look at some more than are shown.
    looked_at = max(LOOKED_AT, 2 * limit) if narrowed else limit + SPARE
    if values["campaign"]:
        return store.query(_narrowed(ONE), {**values, "looked_at": 1})
    if limit:
        found = store.query(_narrowed(LARGEST), {**values, "looked_at": looked_at})
        if len(found) >= limit:
            return found
    return store.query("WITH " + LISTED, {**values, "looked_at": looked_at if limit else 2**62}, seconds=60)


def _number(store: Store, name: str) -> int | None:
    """The number that a name stands for now; 0 for no name, None for what is no name."""
    if not name:
        return 0
    try:
        number = campaign_number(name)
    except ValueError:
        return None
    alias = store.query(
        "SELECT known_as FROM campaign_alias FINAL WHERE campaign = {number:UInt64}", {"number": number}
    )
    return int(alias[0]["known_as"]) if alias else number


def _fits(row: Mapping[str, Any], filters: Mapping[str, str]) -> bool:
    wanted = {name: filters[name] for name in ("ruling", "category") if filters.get(name)}
    channel = filters.get("channel")
    return all(row[name] == value for name, value in wanted.items()) and (not channel or channel in row["channels"])


def _campaign(row: Mapping[str, Any], members: Mapping[int, list[str]] | None) -> dict[str, Any]:
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
