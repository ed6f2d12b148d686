"""What is known of campaigns beside their sums: their last days, and by what one is one."""

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from spamatlas.model import Assignment, Likeness, campaign_name, campaign_number
from spamatlas.store.database import Store
from spamatlas.store.newest import Newest

_DAYS = """
SELECT transform(campaign, {parts:Array(UInt64)}, {homes:Array(UInt64)}, campaign) AS number, toDate(day) AS day,
    sum(campaign_day.reports) AS reports
FROM campaign_day WHERE campaign IN {parts:Array(UInt64)} AND campaign_day.day >= {since:DateTime}
GROUP BY number, day
"""

Stop = tuple[str, str, str]
"""A place on a way: kind, name and country as in ``model.Waypoint``."""

_EDGE = re.compile(r"(?:[^\t]*\t){6}[0-9]+")
"""Two places and how sure they are, as ``rows`` writes them; it once left a tab within a name as it was."""
_assignment = msgspec.json.Decoder(Assignment).decode


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


def ties(found: Newest) -> list[dict[str, Any]]:
    """By what the newest reports of a campaign were put into it, the commonest linkage first.

    ``value`` is the linkage's name, ``reports`` how many it tied, ``alike`` its mean score (0..1), ``joined`` how many
    of them made campaigns one that had been two.
    """
    tied: dict[str, list[Likeness]] = defaultdict(list)
    for row in found.judged.values():
        for each in {each.linkage: each for each in reversed(_assignment(row["assignment"]).likenesses)}.values():
            tied[each.linkage].append(each)
    told = [
        {
            "value": linkage,
            "reports": len(each),
            "alike": round(sum(one.score for one in each) / len(each), 2),
            "joined": sum(bool(one.detail) for one in each),
        }
        for linkage, each in tied.items()
    ]
    return sorted(told, key=lambda row: (-row["reports"], row["value"]))


def edges(found: Newest, limit: int = 40) -> list[dict[str, Any]]:
    """The places that followed one another on the way of a campaign's newest reports, the busiest edge first.

    ``source`` and ``target`` are (kind, name, country) as in ``model.Waypoint``; ``certainty`` (0..1) is that of the
    less certain end, the mean of the reports.
    """
    passed: dict[tuple[Stop, Stop], list[tuple[int, float]]] = defaultdict(list)
    for row in found.shown:
        for edge in filter(_EDGE.fullmatch, found.ways[row["sequence"]]):
            *places, tenths = edge.split("\t")
            passed[_stop(*places[:3]), _stop(*places[3:])].append((row["reporter_key"], int(tenths) / 10))
    busiest = sorted(passed.items(), key=lambda each: (-len(each[1]), each[0]))[:limit]
    return [
        {
            "source": source,
            "target": target,
            "certainty": round(sum(certainty for _, certainty in seen) / len(seen), 2),
            "reports": len(seen),
            "reporters": len({reporter for reporter, _ in seen}),
        }
        for (source, target), seen in busiest
    ]


def _stop(kind: str, name: str, country: str) -> Stop:
    return kind, name, country
