"""The general breakdown: any of the known dimensions, any of their values."""

from collections.abc import Collection, Mapping
from typing import Any

from spamatlas.model import Rejected
from spamatlas.statistics.pieces import PIECES
from spamatlas.statistics.statistic import Statistic

DIMENSIONS = {
    "channel": "report.channel",
    "country": "report.country",
    "network": "toString(report.asn)",
    "operator": "report.operator",
    "route_class": "report.route_class",
    "destination": "report.destination",
    "sender_kind": "report.sender_kind",
    "sender_country": "report.sender_country",
    "known_by": "report.known_by",
    "media_type": "report.media_type",
    "day": "toString(toDate(report.received_at))",
    "hour": "toString(toStartOfHour(report.received_at))",
    "category": "judged.category",
    "ruling": "judged.ruling",
    "lure": "judged.lure",
    "call_to_action": "judged.call_to_action",
    "language": "judged.language",
    "unsolicited": "judged.unsolicited",
    "bulk": "judged.bulk",
    "profile": "judged.profile",
}
"""What can be asked by, and the expression of ours behind it: nothing that was asked becomes SQL."""


JUDGEMENTS = """LEFT JOIN (
    SELECT sequence, category, ruling, lure, call_to_action, language, unsolicited, bulk, profile FROM judgement FINAL
    WHERE received_at >= {since:DateTime} AND received_at < {until:DateTime}
) AS judged ON judged.sequence = report.sequence"""

ADDED_UP = {
    "all": (),
    "country": ("country",),
    "known_by": ("known_by",),
    "language": ("language",),
    "category": ("category", "ruling"),
    "lure": ("lure", "call_to_action"),
    "verdict": ("ruling", "unsolicited", "bulk"),
}
"""The dimensions of ``tally`` in which every report is counted once, and the words of their cells, in order."""
ANYWHERE = {"channel": "channel", "day": "toString(toDate(at))", "hour": "toString(at)"}
"""What can be told apart in all of them."""
TALLIED = """
SELECT {dimensions}, sum(tally.reports) AS reports, sum(tally.volume) AS volume,
    toUInt64(greatest(0, toInt64(uniqHLL12Merge(tally.reporters)) - toInt64(sum(tally.withdrawn)))) AS reporters,
    min(first_at) AS came_first, max(last_at) AS came_last
FROM tally
WHERE sample = {sample:UInt8} AND dimension = {tally:String} AND measuring_point = {measuring_point:String}
    AND {time}{conditions}
GROUP BY {groups} HAVING reports > 0 ORDER BY reports DESC, {groups} LIMIT {limit:UInt32}
"""


def cube(statistic: Statistic, parameters: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """The SQL for the dimensions asked for, and the values to bind; ``by`` among them, for the table's head.

    Raises:
        Rejected: ``bad-parameter`` for a dimension that there is not.
    """
    by = [each for each in str(parameters.get("by") or "channel").split(",") if each]
    where = dict(parameters.get("where") or {})
    names = (*by, *where)
    for name in names:
        if name not in DIMENSIONS:
            raise Rejected("bad-parameter", f"there is no such dimension; there are {', '.join(DIMENSIONS)}")
    tally = next((tally for tally, words in ADDED_UP.items() if {*names} <= {*words, *ANYWHERE}), None)
    sql, columns = (statistic.sql, DIMENSIONS) if tally is None else (TALLIED, _cells(tally))
    places = {
        "{dimensions}": ", ".join(f"{columns[name]} AS {name}" for name in by),
        "{groups}": ", ".join(by),
        "{conditions}": "".join(f" AND {columns[name]} = {{where_{n}:String}}" for n, name in enumerate(where)),
        "{judgements}": JUDGEMENTS if any("judged." in DIMENSIONS[name] for name in names) else "",
        "{time}": _time(names),
    }
    for place, text in places.items():
        sql = sql.replace(place, text)
    values = {f"where_{n}": str(value) for n, value in enumerate(where.values())}
    asked = {"by": tuple(by), "where_names": tuple(where), "where_values": tuple(where.values())}
    return sql, {**values, **asked, "tally": tally or ""}


def _time(names: Collection[str]) -> str:
    """The condition on the time, by cells no longer than what is told apart."""
    if not {"hour", "day"} & {*names}:
        return PIECES["within"]
    grain = "'hour'" if "hour" in names else "{bucket:String}"
    return f"grain = {grain} AND at >= {{since:DateTime}} AND at < {{until:DateTime}}"


def _cells(tally: str) -> dict[str, str]:
    """The dimensions that a tally tells apart, and the expression behind each."""
    words = ADDED_UP[tally]
    return {**ANYWHERE, **{word: f"splitByChar('\\t', cell)[{n}]" for n, word in enumerate(words, 1)}}
