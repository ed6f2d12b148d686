"""The quarantine grew: somebody's reports can't be read."""

from collections.abc import Iterator, Mapping
from typing import Any

from spamatlas.locale import marked as _
from spamatlas.outbox.event import Event, Seen


def tell(before: Seen, now: Seen) -> Iterator[Mapping[str, Any]]:
    """One, where there are more than before."""
    if now.quarantined > before.quarantined:
        yield {"quarantined": now.quarantined, "before": before.quarantined}


EVENT = Event(name="quarantine.filled", summary=_("Reports that can't be analysed were put in quarantine"), tell=tell)
