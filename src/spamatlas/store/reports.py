"""Questions about single reports."""

# ruff: noqa: S608  the words of every statement are ours; what was asked is bound

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec
from msgspec import Struct

from spamatlas.model import Assignment, Origin, Verdict, campaign_name
from spamatlas.store import search
from spamatlas.store.database import Store
from spamatlas.store.mention import mentioned
from spamatlas.store.newest import VERDICT

PAGE_REPORTS = 10_000
JUDGED = ", ".join(f"judged.{column} AS {column}" for column in VERDICT)
JUDGEMENTS = f"(SELECT sequence, {', '.join(VERDICT)} FROM judgement FINAL) AS judged"
MOST_LISTED = 1000


def recent(store: Store, filters: Mapping[str, str], limit: int = 50, before: int = 0) -> list[dict[str, Any]]:
    """Reports, the newest first, before a sequence number where one is given; without their documents.

    Filters that are not among ``search.FIELDS`` are passed over, as are empty ones; ``q`` is a text anywhere in what
    the store holds. An unknown campaign's name finds none.
    """
    terms = [({"q": "text"}.get(name, name), value) for name, value in filters.items() if value]
    return search.search(store, terms, search.Part(limit=min(limit, MOST_LISTED), before=before)).rows


def one(store: Store, identity: str) -> dict[str, Any] | None:
    """A report's facts, then its documents in the order of the path; None where the store has none."""
    rows = store.query("SELECT * EXCEPT sketch FROM report WHERE id = {id:String} LIMIT 1", {"id": identity})
    if not rows:
        return None
    facts = {name: _plain(value) for name, value in rows[0].items()}
    judged = store.query(
        "SELECT verdict, assignment, revision FROM judgement FINAL WHERE sequence = {sequence:UInt64} LIMIT 1",
        {"sequence": facts["sequence"]},
    )
    message, origin = facts.pop("message"), facts.pop("origin")
    campaign = store.aliases.homes([facts["campaign"]]).get(facts["campaign"], facts["campaign"])
    return {
        "report": {**facts, "campaign": campaign_name(campaign)},
        "message": _document(message),
        "origin": _whole(origin, Origin),
        "assignment": {**_whole(judged[0]["assignment"], Assignment), "campaign": campaign_name(campaign)}
        if judged
        else {},
        "verdict": {**_whole(judged[0]["verdict"], Verdict), "revision": judged[0]["revision"]} if judged else {},
    }


def named(store: Store, caller_id: str) -> str | None:
    """The id of the newest report that its caller named so."""
    rows = store.query(
        "SELECT toString(id) AS id FROM report WHERE caller_id = {name:String} ORDER BY sequence DESC LIMIT 1",
        {"name": caller_id},
    )
    return str(rows[0]["id"]) if rows else None


_NAMED = "mention WHERE key = sipHash64({value:String})"
SEEN = {
    "address": f"mention WHERE key = sipHash64(toString(toIPv6({{value:String}}))) AND {mentioned('as_address')}",
    "domain": f"{_NAMED} AND {mentioned('as_domain', 'as_sender_host')}",
    "host": f"{_NAMED} AND {mentioned('as_host')}",
    "sender": f"{_NAMED} AND {mentioned('as_sender')}",
    "number": f"{_NAMED} AND {mentioned('as_number', 'as_sender')}",
    "account": f"{_NAMED} AND {mentioned('as_account')}",
    "file": f"{_NAMED} AND {mentioned('as_file')}",
}
"""What may be asked about, and where it is found; a network, from which thousands of reports come, in the tallies."""
CAMPAIGNS_NAMED = 10
NETWORK = """
SELECT toUInt64(sum(tally.reports)) AS reports, uniqHLL12Merge(tally.reporters) AS reporters,
    min(first_at) AS first_seen, max(last_at) AS last_seen, arraySort(groupUniqArray(channel)) AS channels,
    arraySlice(arrayReverseSort(groupUniqArray(at)), 1, {most:UInt32}) AS days
FROM tally WHERE dimension = 'network' AND grain = 'day' AND cell >= {first:String} AND cell < {end:String}
"""
"""A cell of a network begins with its number and a tab."""
NETWORK_CAMPAIGNS = """
SELECT campaign FROM report
WHERE asn = {number:UInt32} AND toStartOfDay(minute) IN {days:Array(DateTime('UTC'))}
ORDER BY sequence DESC LIMIT 1 BY campaign LIMIT {most:UInt32}
"""


def sightings(store: Store, kind: str, value: str) -> dict[str, Any]:
    """How often and when reports named a thing, in which campaigns; ``kind`` is a key of ``SEEN`` or ``network``."""
    if kind == "network":
        return _network(store, value)
    sql = (
        "SELECT count() AS reports, uniq(reporter_key) AS reporters, min(received_at) AS first_seen, "
        "max(received_at) AS last_seen, arraySort(groupUniqArray(channel)) AS channels, "
        f"groupUniqArray({CAMPAIGNS_NAMED})(campaign) AS campaigns FROM {SEEN[kind]}"
    )
    row = store.query(sql, {"value": value})[0]
    if not row["reports"]:
        return {}
    return {**row, "campaigns": sorted(map(campaign_name, row["campaigns"]))}


def _network(store: Store, value: str) -> dict[str, Any]:
    """The same of an autonomous system: reporters as tallies count them, the newest campaigns of its newest days."""
    if not value.isascii() or not value.isdigit() or not 0 < int(value) < 2**32:
        return {}
    number = int(value)
    row = store.query(NETWORK, {"first": f"{number}\t", "end": f"{number}\n", "most": CAMPAIGNS_NAMED})[0]
    days = row.pop("days")
    if not row["reports"]:
        return {}
    found = store.query(NETWORK_CAMPAIGNS, {"number": number, "days": days, "most": CAMPAIGNS_NAMED})
    return {**row, "campaigns": sorted(campaign_name(each["campaign"]) for each in found)}


def export(store: Store, since: datetime, until: datetime, after: int = 0) -> list[dict[str, Any]]:
    """A page of reports in order, without what tells of people: no sender, recipient, reporter, caller's id or text."""
    rows = store.query(
        "SELECT report.sequence AS sequence, toString(report.id) AS id, report.received_at AS received_at, "
        "report.channel AS channel, report.measuring_point AS measuring_point, report.sample AS sample, "
        "report.volume AS volume, report.sender_kind AS sender_kind, report.sender_country AS sender_country, "
        "report.asn AS asn, report.network AS network, report.operator AS operator, report.country AS country, "
        "report.route_class AS route_class, report.transit AS transit, report.destination AS destination, "
        "report.known_by AS known_by, report.certainty AS certainty, report.domains AS domains, "
        "report.campaign AS campaign, report.marking AS marking, "
        f"{JUDGED} FROM report LEFT JOIN {JUDGEMENTS} "
        "ON judged.sequence = report.sequence WHERE report.sequence > {after:UInt64} "
        "AND report.received_at >= {since:DateTime} AND report.received_at < {until:DateTime} "
        "ORDER BY report.sequence LIMIT {limit:UInt32}",
        {"after": after, "since": since, "until": until, "limit": PAGE_REPORTS},
        seconds=60,
    )
    return [{**row, "campaign": campaign_name(row["campaign"])} for row in rows]


def _document(text: str) -> dict[str, Any]:
    return dict(msgspec.json.decode(text or "{}"))


def _whole(text: str, kind: type[Struct]) -> dict[str, Any]:
    """A document with the parts that were left out because they say nothing."""
    record = msgspec.json.decode(text or "{}", type=kind)
    return {name: msgspec.to_builtins(value) for name, value in msgspec.structs.asdict(record).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.decode("ascii", "replace")
    if isinstance(value, datetime):
        return value.replace(tzinfo=value.tzinfo or UTC)
    return value if isinstance(value, int | float | str | list | tuple | type(None)) else str(value)
