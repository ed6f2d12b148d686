"""Who is to be told of which saved view."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct
from sqlalchemy import delete, select
from sqlalchemy.orm import Session as Moment

from spamatlas.store.records.tables import WatchRow


class Watch(Struct, frozen=True, kw_only=True):
    """``terms`` is the search, as pairs of field and value; ``reached`` a place in the log; see ``WatchRow``."""

    id: int = 0
    person: int
    view: int
    name: str
    terms: tuple[tuple[str, str], ...]
    reached: int
    hours: int
    language: str
    at: datetime
    told_at: datetime


def add(change: Moment, watch: Watch) -> None:
    """Have somebody told; what they asked for before about the same view ends."""
    end(change, watch.person, watch.view)
    terms = [list(each) for each in watch.terms]
    change.add(
        WatchRow(
            person=watch.person,
            view=watch.view,
            name=watch.name,
            terms=terms,
            reached=watch.reached,
            hours=watch.hours,
            language=watch.language,
            at=watch.at,
            told_at=watch.told_at,
        )
    )
    change.flush()


def end(change: Moment, person: int, view: int = 0) -> int:
    """Tell somebody no more of a view (0: of any); how many watches that were."""
    asked = delete(WatchRow).where(WatchRow.person == person)
    done = change.execute(asked.where(WatchRow.view == view) if view else asked)
    return int(done.rowcount)  # type: ignore[attr-defined]


def every(moment: Moment, person: int = 0) -> list[Watch]:
    """All watches, or those of one person, by person."""
    asked = select(WatchRow).order_by(WatchRow.person, WatchRow.id)
    return [_watch(row) for row in moment.scalars(asked.where(WatchRow.person == person) if person else asked)]


def told(change: Moment, numbers: Sequence[int], reached: int, at: datetime) -> None:
    """These were told of everything up to a place in the log."""
    for row in change.scalars(select(WatchRow).where(WatchRow.id.in_(numbers))):
        row.reached, row.told_at = reached, at


def _watch(row: WatchRow) -> Watch:
    return Watch(
        id=row.id,
        person=row.person,
        view=row.view,
        name=row.name,
        terms=tuple((field, value) for field, value in row.terms),
        reached=row.reached,
        hours=row.hours,
        language=row.language,
        at=row.at,
        told_at=row.told_at,
    )
