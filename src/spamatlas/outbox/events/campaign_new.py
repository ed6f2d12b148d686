"""A campaign is seen for the first time, by enough people."""

from collections.abc import Iterator, Mapping
from typing import Any

from spamatlas.locale import marked as _
from spamatlas.outbox.event import Event, Seen


def tell(before: Seen, now: Seen) -> Iterator[Mapping[str, Any]]:
    """One a campaign that was not among those shown before."""
    for name, reports in now.campaigns.items():
        if name not in before.campaigns:
            yield {"campaign": name, "reports": reports}


EVENT = Event(name="campaign.new", summary=_("A campaign was reported by enough people to be shown"), tell=tell)
