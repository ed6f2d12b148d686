"""What campaigns name and come from: the rows that a graph is made of; who shares it, ``sharing`` says."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct

from spamatlas.store.database import Store
from spamatlas.store.mention import flags
from spamatlas.store.turns import ALONE

WINDOW, MOST_RECENT = 200_000, 5_000
"""What a holder holds is looked for in so many of the newest reports, among so many things at most."""


class Tie(Struct, frozen=True, kw_only=True):
    """A campaign and a thing that its reports mention: as what, in how many reports from how many people, since when.

    ``operator`` and ``certainty`` are a network's or an address's. ``campaign`` is the number that the campaign goes by
    now.
    """

    campaign: int
    key: int
    named: str
    flags: tuple[str, ...]
    reports: int
    reporters: int
    first_seen: datetime
    last_seen: datetime
    operator: str = ""
    certainty: float = 0.0


# Grouped as the projection is that has them added up; `has`, so that no keys are looked up in the table's own order.
_THINGS = """
SELECT transform(campaign, {parts:Array(UInt64)}, {homes:Array(UInt64)}, campaign) AS number, key,
    any(named) AS named, groupUniqArray(kinds) AS masks, count() AS reports, uniq(reporter_key) AS reporters,
    min(received_at) AS first_seen, max(received_at) AS last_seen, any(operator) AS operator,
    max(certainty) AS certainty
FROM mention
WHERE campaign IN {parts:Array(UInt64)} AND sample = {sample:UInt8}{{chosen}}
GROUP BY number, key
ORDER BY reports DESC, key LIMIT {most:UInt32} BY number
"""
_AMONG = " AND has({among:Array(UInt64)}, key)"
# Counts alone first: a campaign may have as many senders as reports, and only the commonest are looked at closely.
_COMMONEST = """
SELECT groupUniqArray(key) AS keys FROM (
    SELECT campaign, key, count() AS reports FROM mention
    WHERE campaign IN {parts:Array(UInt64)} AND sample = {sample:UInt8}
    GROUP BY campaign, key
    ORDER BY reports DESC, key LIMIT {most:UInt32} BY campaign
)
"""
CLOSELY = 250_000
"""Of campaigns with fewer reports all things are added up at once (200,000 reports: 80 ms of processor in place of 150;
600: 19 in place of 65; 2 busy cores, November 2026)."""


def things(
    store: Store, campaigns: Collection[int], sample: int, most: int, among: Collection[int] | None = None
) -> list[Tie]:
    """What the reports of these campaigns mention, the commonest first, at most so many of each campaign.

    Campaigns that became part of one count as that one. ``among``: only things of these keys, which is quick for
    campaigns of any size.
    """
    if not campaigns or (among is not None and not among):
        return []
    values = {**store.aliases.whole(campaigns), "sample": sample, "most": most, "among": list(among or ())}
    sql = _THINGS.replace("{{chosen}}", "") + ALONE if among is None else _THINGS.replace("{{chosen}}", _AMONG)
    kept = [name for name in Tie.__struct_fields__ if name not in {"campaign", "flags"}]
    return [
        Tie(campaign=row["number"], flags=flags(row["masks"]), **{name: row[name] for name in kept})
        for row in store.query(sql, values)
    ]


def first_things(store: Store, campaign: int, sample: int, most: int) -> list[Tie]:
    """``things`` of one campaign, remembered for as long as its page asks. They are everybody's who asks: nobody may
    change them.
    """
    return store.pages.ties.read((campaign, sample, most), lambda: things(store, [campaign], sample, most))


def commonest(store: Store, campaign: int, sample: int, most: int) -> list[int]:
    """The keys of what a campaign's reports mention most often; quick for a campaign that names millions of things."""
    values = {**store.aliases.whole([campaign]), "sample": sample, "most": most}
    return list(store.query(_COMMONEST, values)[0]["keys"])


_RECENT = """
SELECT each FROM (
    SELECT sequence, arrayJoin({{things}}) AS each FROM report
    WHERE sequence > {last:UInt64} - least({last:UInt64}, {window:UInt64}) AND sample = {sample:UInt8}
)
WHERE each != '' GROUP BY each ORDER BY max(sequence) DESC, each LIMIT {most:UInt32}
"""
_ACCOUNTS = "arrayMap(each -> substring(each, 9), arrayFilter(each -> startsWith(each, 'account:'), anchors))"
_NUMBERS = "arrayConcat(numbers, if(startsWith(sender, '+'), [sender], []))"


def recent(store: Store, sample: int, *, is_account: bool) -> list[str]:
    """The accounts, or else the numbers, that the newest ``WINDOW`` reports name or came from, the latest first."""
    sql = _RECENT.replace("{{things}}", _ACCOUNTS if is_account else _NUMBERS)
    return [
        row["each"]
        for row in store.query(sql, {"last": store.last(), "window": WINDOW, "sample": sample, "most": MOST_RECENT})
    ]


def home_of(store: Store, campaign: int) -> int:
    """The number that a campaign goes by now."""
    return store.aliases.homes([campaign]).get(campaign, campaign)


def key_of(store: Store, named: str) -> int:
    """The hash under which mentions of a thing stand."""
    return int(store.query("SELECT sipHash64({named:String}) AS key", {"named": named})[0]["key"])


_MENTIONING = """
SELECT named, toString(id) AS id, received_at, toString(source_address) AS address
FROM (
    SELECT named, sequence FROM mention WHERE campaign IN {parts:Array(UInt64)}
        AND key IN (SELECT arrayJoin(arrayMap(each -> sipHash64(each), {names:Array(String)})))
    ORDER BY sequence DESC LIMIT {most:UInt32} BY named
) AS chosen
INNER JOIN (
    SELECT sequence, id, received_at, source_address FROM report WHERE sequence IN (
        SELECT sequence FROM mention WHERE campaign IN {parts:Array(UInt64)}
            AND key IN (SELECT arrayJoin(arrayMap(each -> sipHash64(each), {names:Array(String)})))
        ORDER BY sequence DESC LIMIT {most:UInt32} BY named
    )
) AS report USING sequence
ORDER BY sequence DESC
"""


def mentioning(store: Store, names: Sequence[str], campaign: int, most: int) -> dict[str, list[dict[str, Any]]]:
    """By thing the newest reports of a campaign that mention it: ``id``, ``received_at`` and source ``address``."""
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
    if names:
        values = {**store.aliases.whole([campaign]), "names": list(names), "most": most}
        for row in store.query(_MENTIONING, values):
            found[row["named"]].append(row)
    return found
