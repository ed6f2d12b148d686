"""Who wants to be told when more reports match a saved view."""

from collections.abc import Mapping
from datetime import timedelta

from msgspec import Struct

from spamatlas.pipeline.accounts import Accounts
from spamatlas.pipeline.posting import Posting
from spamatlas.store.records import mutes, people, watches
from spamatlas.store.records.watches import Watch

HOURS = {"hour": 1, "day": 24}
"""At most one letter so often; of all views that are told as often, together."""


class Asked(Struct, frozen=True):
    """What somebody asked to be told of: a view of theirs, its search as it is now, and in which language."""

    person: int
    view: int
    name: str
    terms: tuple[tuple[str, str], ...]
    language: str


class Watching:
    """Any thread may ask."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts

    def of(self, person: int) -> Mapping[int, str]:
        """How often somebody is told of which of their views, by its number."""
        names = {hours: name for name, hours in HOURS.items()}
        with self._accounts.records.read() as moment:
            return {each.view: names.get(each.hours, "day") for each in watches.every(moment, person)}

    def tell(self, asked: Asked, how_often: str, reached: int) -> None:
        """Tell somebody of what comes in after a place in the log: every ``hour`` or ``day`` at most, or ``never``.

        Who had unsubscribed from such letters and asks for them gets them again.
        """
        now, who = self._accounts.clock(), f"person {asked.person}"
        with self._accounts.changing(who) as (change, note):
            watches.end(change, asked.person, asked.view)
            if how_often in HOURS:
                hours = HOURS[how_often]
                added = Watch(
                    person=asked.person,
                    view=asked.view,
                    name=asked.name,
                    terms=asked.terms,
                    reached=reached,
                    hours=hours,
                    language=asked.language,
                    at=now,
                    told_at=now - timedelta(hours=hours),
                )
                watches.add(change, added)
                address = people.one(change, str(asked.person)).address
                mutes.lift(change, Posting(self._accounts).digest_of(address), "alert")
            note("watch-set", f"view {asked.view} {how_often}")
