"""What is known of campaigns beside their sums: their last days, and by what one is one."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from spamatlas.model import campaign_name, campaign_number
from spamatlas.store.database import Store
from spamatlas.store.members import parts

MEMBERS = 24
"""So many of a campaign's newest reports are looked at for their ties: judgements may lie as many granules apart."""

_DAYS = """
WITH (
        SELECT groupArray((campaign, known_as)) FROM campaign_home
        WHERE known_as IN {campaigns:Array(UInt64)}
    ) AS aliases,
    mapFromArrays(arrayMap(each -> each.1, aliases), arrayMap(each -> each.2, aliases)) AS home
SELECT if(mapContains(home, campaign), home[campaign], campaign) AS number, toDate(hour) AS day,
    sum(campaign_hour.reports) AS reports
FROM campaign_hour
WHERE campaign IN (SELECT arrayJoin(arrayConcat({campaigns:Array(UInt64)}, arrayMap(each -> each.1, aliases))))
    AND hour >= {since:DateTime}
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
        ORDER BY sequence DESC LIMIT {members:UInt32}
    )
    ORDER BY revision DESC LIMIT 1 BY sequence, tie.1
)
GROUP BY value ORDER BY reports DESC, value
"""


def days(store: Store, names: Sequence[str], many: int) -> dict[str, list[int]]:
    """Reports a day by campaign's name, the day that is not over last; campaigns that joined one count there."""
    today = datetime.now(UTC).date()
    numbers = [campaign_number(name) for name in names]
    since = datetime(today.year, today.month, today.day, tzinfo=UTC) - timedelta(days=many - 1)
    found = {name: [0] * many for name in names}
    for row in store.query(_DAYS, {"campaigns": numbers, "since": since}) if numbers else []:
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
    return list(store.query(_TIES, {"parts": parts(store, name), "members": MEMBERS}))
