"""A campaign doubled since it was last looked at."""

from collections.abc import Iterator, Mapping
from typing import Any

from spamatlas.locale import marked as _
from spamatlas.outbox.event import Event, Seen

LEAST = 10
"""Growth from two reports to four is none to be woken for."""


def tell(before: Seen, now: Seen) -> Iterator[Mapping[str, Any]]:
    """One a campaign that has passed the next power of two since, so that each doubling is told once."""
    for name, reports in now.campaigns.items():
        had = before.campaigns.get(name, 0)
        if had and reports >= LEAST and reports.bit_length() > had.bit_length():
            yield {"campaign": name, "reports": reports, "before": had}


EVENT = Event(name="campaign.grew", summary=_("A campaign has about twice as many reports as before"), tell=tell)
