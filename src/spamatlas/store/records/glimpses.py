"""What the node looked like when its webhooks were last told of events."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session as Moment

from spamatlas.store.records.tables import GlimpseRow


def last(moment: Moment) -> dict[str, Any] | None:
    """What was seen then, if ever anything was."""
    row = moment.get(GlimpseRow, 1)
    return None if row is None else row.seen


def keep(change: Moment, seen: dict[str, Any], at: datetime) -> None:
    """What is seen now is what was seen last from now on."""
    change.merge(GlimpseRow(id=1, at=at, seen=seen))
    change.flush()


def drop(change: Moment) -> None:
    """Nothing is kept of what was seen."""
    change.execute(delete(GlimpseRow))
