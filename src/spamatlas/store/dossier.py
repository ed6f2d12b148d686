"""What is known of campaigns beside their sums: their last days, and by what one is one."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from spamatlas.model import campaign_name, campaign_number
from spamatlas.store.database import Store
from spamatlas.store.members import newest_first, parts

MEMBERS = 24
"""So many of a campaign's newest reports are looked at for their ties: judgements may lie as many granules apart."""

_DAYS = """
SELECT transform(campaign, {parts:Array(UInt64)}, {homes:Array(UInt64)}, campaign) AS number, toDate(day) AS day,
    sum(campaign_day.reports) AS reports
FROM campaign_day WHERE campaign IN {parts:Array(UInt64)} AND campaign_day.day >= {since:DateTime}
GROUP BY number, day
"""
_TIES = """
SELECT tie.1 AS value, count() AS reports, round(avg(tie.2), 2) AS alike, countIf(tie.3 != '') AS joined
FROM (
    SELECT arrayJoin(JSONExtract(
        assignment, 'likenesses', 'Array(Tuple(linkage String, score Float64, detail String))'
    )) AS tie
    FROM judgement
    WHERE sequence IN (
        SELECT sequence FROM campaign_member WHERE campaign IN {parts:Array(UInt64)}
        NEWEST_FIRST LIMIT {members:UInt32}
    )
    ORDER BY revision DESC LIMIT 1 BY sequence, tie.1
)
GROUP BY value ORDER BY reports DESC, value
"""
_WAYS = """
SELECT JSONExtract(origin, 'waypoints', 'Array(Tuple(String, String, String, Float64))') AS way, reporter_key
FROM report WHERE sequence IN (
    SELECT sequence FROM campaign_member WHERE campaign IN {parts:Array(UInt64)} NEWEST_FIRST LIMIT {members:UInt32}
)
"""


def days(store: Store, names: Sequence[str], many: int) -> dict[str, list[int]]:
    """Reports a day by campaign's name, the day that is not over last; campaigns that joined one count there."""
    today = datetime.now(UTC).date()
    numbers = [campaign_number(name) for name in names]
    since = datetime(today.year, today.month, today.day, tzinfo=UTC) - timedelta(days=many - 1)
    found = {name: [0] * many for name in names}
    for row in store.query(_DAYS, {**store.aliases.whole(numbers), "since": since}) if numbers else []:
        place = many - 1 - (today - row["day"]).days
        if 0 <= place < many:
            found[campaign_name(row["number"])][place] += row["reports"]
    return found


def ties(store: Store, name: str) -> list[dict[str, Any]]:
    """By what the newest reports of a campaign were put into it, the commonest linkage first.

    ``value`` is the linkage's name, ``reports`` how many it tied, ``alike`` its mean score (0..1), ``joined`` how many
    of them made campaigns one that had been two.

    Raises:
        ValueError: it is not a campaign's name.
    """
    own = parts(store, name)
    return list(store.query(newest_first(_TIES, own), {"parts": own, "members": MEMBERS}))


def edges(store: Store, name: str, limit: int = 40) -> list[dict[str, Any]]:
    """The places that followed one another on the way of a campaign's newest reports, the busiest edge first.

    ``source`` and ``target`` are (kind, name, country) as in ``model.Waypoint``; ``certainty`` (0..1) is that of the
    less certain end, the mean of the reports.

    Raises:
        ValueError: it is not a campaign's name.
    """
    found: dict[tuple[Any, Any], list[tuple[int, float]]] = defaultdict(list)
    own = parts(store, name)
    for row in store.query(newest_first(_WAYS, own), {"parts": own, "members": MEMBERS}):
        for one, two in pairwise(row["way"]):
            found[tuple(one[:3]), tuple(two[:3])].append((row["reporter_key"], min(one[3], two[3])))
    busiest = sorted(found.items(), key=lambda each: (-len(each[1]), each[0]))[:limit]
    return [
        {
            "source": source,
            "target": target,
            "certainty": sum(certainty for _, certainty in seen) / len(seen),
            "reports": len(seen),
            "reporters": len({reporter for reporter, _ in seen}),
        }
        for (source, target), seen in busiest
    ]
