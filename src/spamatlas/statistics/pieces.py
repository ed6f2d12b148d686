"""Lines of SQL that several statistics share; a statistic has one of them where it names it in braces."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

COARSE = {"hour": ("day", timedelta(days=1)), "day": ("days", timedelta(days=5))}
"""What is counted by the hour is counted by the day as well, and that over five days, which begin at a whole number of
them after 1970-01-01: a long time is read as the long cells that lie within it, and short ones at its ends."""

PIECES = {
    "within": """(
    grain = {bucket:String} AND (
        at >= {since:DateTime} AND at < {inner_since:DateTime} OR at >= {inner_until:DateTime} AND at < {until:DateTime}
    ) OR grain = {coarse:String} AND at >= {inner_since:DateTime} AND at < {inner_until:DateTime}
)""",
    "within_or_before": """(
    grain = {bucket:String} AND (
        at >= {before:DateTime} AND at < {inner_before:DateTime}
        OR at >= {outer_before:DateTime} AND at < {inner_since:DateTime}
        OR at >= {inner_until:DateTime} AND at < {until:DateTime}
    ) OR grain = {coarse:String} AND (
        at >= {inner_before:DateTime} AND at < {outer_before:DateTime}
        OR at >= {inner_since:DateTime} AND at < {inner_until:DateTime}
    )
)""",
    "parts_of_candidates": """
SELECT arrayConcat([0], {candidates:Array(UInt64)}, groupArray(campaign)) AS parts,
    arrayConcat([0], {candidates:Array(UInt64)}, groupArray(known_as)) AS homes
FROM campaign_home WHERE known_as IN {candidates:Array(UInt64)}
""",
    "home": "transform(campaign, {parts:Array(UInt64)}, {homes:Array(UInt64)}, campaign)",
    "words": """(
    SELECT campaign, splitByChar('\\t', argMaxMerge(verdict)) AS words
    FROM campaign_day WHERE campaign IN {candidates:Array(UInt64)} GROUP BY campaign
)""",
}
"""``within``: what is counted by the hour, the day and five days, within the time; ``within_or_before``: and within as
long a time before. Campaigns that became part of others: ``parts_of_candidates`` finds them, ``home`` is what one is
known as, ``words`` are those of the newest judgement of each."""


def whole(sql: str) -> str:
    """A statement with the pieces that it names."""
    for name, piece in PIECES.items():
        sql = sql.replace(f"{{{name}}}", piece)
    return sql


def edges(since: datetime, until: datetime, bucket: str) -> Mapping[str, object]:
    """What ``within`` and ``within_or_before`` bind beside ``since``, ``until`` and ``bucket``."""
    coarse, length = COARSE[bucket]
    before = since - (until - since)
    inner_before, outer_before = _inner(before, since, length)
    inner_since, inner_until = _inner(since, until, length)
    return {
        "coarse": coarse,
        "before": before,
        "inner_before": inner_before,
        "outer_before": outer_before,
        "inner_since": inner_since,
        "inner_until": inner_until,
    }


def _inner(since: datetime, until: datetime, length: timedelta) -> tuple[datetime, datetime]:
    """The first and the last beginning of a long cell within a time; twice its start where it holds none whole."""
    start = datetime.fromtimestamp(0, UTC)
    first, last = start + -((start - since) // length) * length, start + (until - start) // length * length
    return (first, last) if first < last else (since, since)
