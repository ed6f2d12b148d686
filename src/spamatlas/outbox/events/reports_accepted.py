"""Reports came in."""

from collections.abc import Iterator, Mapping
from typing import Any

from spamatlas.locale import marked as _
from spamatlas.outbox.event import Event, Seen


def tell(before: Seen, now: Seen) -> Iterator[Mapping[str, Any]]:
    """One, with how many came since."""
    if now.accepted > before.accepted:
        yield {"accepted": now.accepted - before.accepted, "total": now.accepted}


EVENT = Event(name="reports.accepted", summary=_("Reports came in: how many"), tell=tell)
