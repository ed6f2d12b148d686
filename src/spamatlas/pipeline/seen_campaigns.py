"""Campaigns as somebody sees them: sums are everybody's, what reports name is only theirs who may see such a report.

A campaign adds up reports of many owners. Its name, size, times, places and verdict are sums. Domains, wordings, links
and texts come from reports, and are shown of those that are seen. Of a campaign of which none is seen there is nothing
but the sums, and these only where as many people reported it as a public figure takes (``min_reporters``).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from spamatlas.model import campaign_number
from spamatlas.store.seen import SeenStore
from spamatlas.suffixes import registrable

LOOKED_AT = 500
"""What a campaign names is read of so many of the reports that are seen: a large one has millions."""
MOST_DOMAINS = 8
_HOSTS = """
SELECT campaign, groupUniqArrayArray(64)(hosts) AS hosts FROM (
    SELECT campaign, hosts FROM campaign_member WHERE campaign IN {parts:Array(UInt64)}
    ORDER BY campaign, sequence LIMIT {most:UInt32} BY campaign
) GROUP BY campaign
"""


def as_seen(store: SeenStore, rows: Sequence[Mapping[str, Any]], floor: int) -> list[dict[str, Any]]:
    """Rows of ``campaigns.listed`` that are shown, each with the domains of reports that are seen."""
    found = store.aliases.whole([campaign_number(row["campaign"]) for row in rows])
    homes = dict(zip(found["parts"], found["homes"], strict=True))
    hosts: dict[int, set[str]] = {}
    for row in store.query(_HOSTS, {"parts": found["parts"], "most": LOOKED_AT}) if rows else ():
        hosts.setdefault(homes[row["campaign"]], set()).update(row["hosts"])
    return [
        {**row, "domains": sorted({registrable(host) for host in hosts.get(number, ())} - {""})[:MOST_DOMAINS]}
        for row in rows
        if (number := campaign_number(row["campaign"])) in hosts or row["reporters"] >= floor
    ]
