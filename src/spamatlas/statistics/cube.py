"""The general breakdown: any of the known dimensions, any of their values."""

from collections.abc import Mapping
from typing import Any

from spamatlas.model import Rejected
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


def cube(statistic: Statistic, parameters: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """The SQL for the dimensions asked for, and the values to bind; ``by`` among them, for the table's head.

    Raises:
        Rejected: ``bad-parameter`` for a dimension that there is not.
    """
    by = [each for each in str(parameters.get("by") or "channel").split(",") if each]
    where = dict(parameters.get("where") or {})
    for name in (*by, *where):
        if name not in DIMENSIONS:
            raise Rejected("bad-parameter", f"there is no such dimension; there are {', '.join(DIMENSIONS)}")
    columns = ", ".join(f"{DIMENSIONS[name]} AS {name}" for name in by)
    conditions = "".join(f" AND {DIMENSIONS[name]} = {{where_{place}:String}}" for place, name in enumerate(where))
    sql = statistic.sql.replace("{dimensions}", columns).replace("{groups}", ", ".join(by))
    values = {f"where_{place}": str(value) for place, value in enumerate(where.values())}
    return sql.replace("{conditions}", conditions), {**values, "by": tuple(by)}
