"""Reports that brought a wording of their own into their campaign: what is read for its meaning, once each."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from spamatlas.store.database import Store

_NEW = """
SELECT sequence, toString(report.id) AS id, toInt64(toUnixTimestamp(report.received_at)) AS at,
    report.sample AS sample, report.fingerprint AS fingerprint, report.campaign AS campaign,
    report.sketch AS sketch, told.ham AS ham, told.score AS spam
FROM report
INNER JOIN (
    SELECT sequence, argMax(ruling, revision) = 'ham' AS ham, argMax(spam, revision) AS score
    FROM judgement
    WHERE sequence > {after:UInt64} AND sequence <= {until:UInt64}
        AND NOT multiSearchAny(assignment, {same:Array(String)})
    GROUP BY sequence
) AS told USING sequence
WHERE sequence > {after:UInt64} AND sequence <= {until:UInt64} AND erased = 0
ORDER BY sequence
"""
_REPORTERS = """
SELECT transform(campaign, {parts:Array(UInt64)}, {homes:Array(UInt64)}, campaign) AS home,
    uniqMerge(reporters) AS people
FROM campaign_day WHERE campaign IN {parts:Array(UInt64)} GROUP BY home
"""
_GROWN = """
SELECT campaign FROM campaign_growth WHERE grain = 'hour' AND at >= now() - INTERVAL 1 DAY
GROUP BY campaign ORDER BY sum(joined) DESC, campaign LIMIT {most:UInt32}
"""
_COPIES = """
SELECT sequence, campaign, fingerprint, toString(channel) AS channel FROM report
WHERE campaign IN {campaigns:Array(UInt64)} AND fingerprint IN {fingerprints:Array(UInt64)} AND erased = 0
ORDER BY sequence DESC LIMIT {most:UInt32} BY campaign, fingerprint, channel
"""
_THESE = """
SELECT sequence, campaign, fingerprint, toString(channel) AS channel FROM report
WHERE sequence IN {sequences:Array(UInt64)} AND erased = 0
"""


def new_wordings(store: Store, after: int, until: int, same_words: Sequence[str]) -> list[dict[str, Any]]:
    """The reports of these places in the log that no linkage of ``same_words`` put where they are: ``sequence``,
    ``id``, ``at`` (seconds since 1970), ``sample``, ``fingerprint``, ``campaign``, ``sketch``, whether they
    are ruled ``ham``, and the probability that they are ``spam``.
    """
    same = [f'"{name}"' for name in same_words]
    return store.query(_NEW, {"after": after, "until": until, "same": same}, seconds=60)


def scores(store: Store, sequences: Sequence[int]) -> dict[int, float]:
    """The probability that each of these reports is spam, as it is judged now."""
    sql = "SELECT sequence, spam FROM judgement FINAL WHERE sequence IN {sequences:Array(UInt64)}"
    return {row["sequence"]: row["spam"] for row in store.query(sql, {"sequences": list(sequences)}, seconds=60)}


def judged_wordings(
    store: Store, sequences: Sequence[int], campaigns: Sequence[int], fingerprints: Sequence[int], most: int
) -> list[dict[str, Any]]:
    """These reports, and of these campaigns those with these fingerprints (at most so many of each, the newest), with
    their verdicts and assignments as they stand: ``sequence``, ``campaign``, ``fingerprint``, ``channel``, ``verdict``
    and ``assignment``.
    """
    found = store.query(_THESE, {"sequences": list(sequences)}) if sequences else []
    if fingerprints:
        bound = {"campaigns": sorted(set(campaigns)), "fingerprints": sorted(set(fingerprints)), "most": most}
        found += store.query(_COPIES, bound, seconds=60)
    rows = {row["sequence"]: row for row in found}
    sql = "SELECT sequence, verdict, assignment FROM judgement FINAL WHERE sequence IN {sequences:Array(UInt64)}"
    judged = store.query(sql, {"sequences": sorted(rows)}, seconds=60) if rows else []
    return [{**rows[row["sequence"]], **row} for row in judged]


def reporters(store: Store, campaigns: Sequence[int]) -> Mapping[int, int]:
    """How many people reported each of these campaigns, those included that became part of it."""
    known = store.aliases.homes(campaigns)
    asked = sorted({known.get(each, each) for each in campaigns})
    bound = store.aliases.whole(asked)
    people = {row["home"]: row["people"] for row in store.query(_REPORTERS, bound)} if asked else {}
    return {each: people.get(known.get(each, each), 0) for each in campaigns}


def grown(store: Store, most: int) -> list[int]:
    """The campaigns that grew most within a day, the largest first."""
    return [row["campaign"] for row in store.query(_GROWN, {"most": most})]


def add_rewritten(store: Store, rows: Sequence[Mapping[str, Any]]) -> None:
    """Note rewrites: ``fingerprint``, ``sequence``, ``sample``, ``likeness``; the same again changes nothing."""
    if rows:
        token = f"{rows[0]['sequence']}-{rows[-1]['sequence']}-{len(rows)}"
        store.insert_lines("rewritten", [msgspec.json.encode(row) for row in rows], token)
