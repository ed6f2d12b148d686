"""Who looks out for what is worth telling: events for webhooks, and saved views that more reports match."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import groupby

import msgspec

from spamatlas.model import Person, Scope
from spamatlas.model.rights import rights_of
from spamatlas.outbox.event import Seen, known_events
from spamatlas.pipeline.accounts import Accounts
from spamatlas.pipeline.hooks import host_of
from spamatlas.pipeline.posting import Posting
from spamatlas.store.records import glimpses, people, watches, webhooks
from spamatlas.store.records.watches import Watch

LOOK_EVERY = timedelta(minutes=1)
MOST_TOLD = 1_000
"""A letter that tells of more says so many."""

Match = Callable[[Person, Sequence[tuple[str, str]], int, int], int]
"""How many reports that a person sees match a search and stand in the log after one place and up to another, a thousand
at most."""


class Lookout:
    """``seen`` looks at the node, ``match`` counts what matches a search, ``end`` is the place up to which it can."""

    def __init__(self, accounts: Accounts, seen: Callable[[], Seen], match: Match, end: Callable[[], int]) -> None:
        self._accounts, self._posting = accounts, Posting(accounts)
        self._seen, self._match, self._end = seen, match, end
        self._next: datetime | None = None

    def look(self, now: datetime) -> None:
        """Put in the outbox what is to be told; a look a minute."""
        if self._next is not None and now < self._next:
            return
        self._next = now + LOOK_EVERY
        self.tell_webhooks(now)
        self.tell_people(now)

    def tell_webhooks(self, now: datetime) -> int:
        """Every event since the last look, to each webhook that wants it; how many calls that makes.

        What was seen is kept with what is told of it, so that nothing is told twice, however a node ends.
        """
        told = 0
        with self._accounts.records.read() as moment:
            wanted = {name: found for name in known_events() if (found := webhooks.wanting(moment, name))}
            before = glimpses.last(moment)
        if not wanted:
            if before is not None:  # who asks to be told later is told of what happens from then on
                with self._accounts.records.change() as change:
                    glimpses.drop(change)
            return 0
        seen = self._seen()
        with self._accounts.records.change() as change:
            before = glimpses.last(change)
            past = msgspec.convert(before, Seen) if before is not None else seen
            for name, found in wanted.items():
                for data in known_events()[name].tell(past, seen):
                    numbers = [
                        self._posting.put_call(change, name, each.id, data, host_of(each.address)) for each in found
                    ]
                    told += sum(each is not None for each in numbers)
            if before is None or past != seen:
                glimpses.keep(change, msgspec.to_builtins(seen), now)
        return told

    def tell_people(self, now: datetime) -> int:
        """A letter to everybody whose views have news and who was not told lately; how many letters."""
        if not self._posting.settings.sends_mail:
            return 0
        with self._accounts.records.read() as moment:
            every, acting = watches.every(moment), {each.id: each for each in people.acting(moment)}
        letters = 0
        for (person, hours), found in groupby(sorted(every, key=_turn), key=_turn):
            own = list(found)
            who = acting.get(person)
            if who is not None and now - max(each.told_at for each in own) >= timedelta(hours=hours):
                letters += self._tell(who, own, now)
        return letters

    def _tell(self, person: Person, own: Sequence[Watch], now: datetime) -> int:
        if Scope.REPORTS_READ not in rights_of(person.roles):
            return 0
        reached = self._end()
        behind = [each for each in own if each.reached < reached]
        counted = [(each, self._match(person, each.terms, each.reached, reached)) for each in behind]
        news = [{"name": each.name, "reports": reports} for each, reports in counted if reports]
        if not news:
            return 0
        with self._accounts.records.change() as change:
            self._posting.put(change, "alert", person.address, {"views": news}, own[0].language, person=person.id)
            watches.told(change, [each.id for each in own], reached, now)
        return 1


def _turn(watch: Watch) -> tuple[int, int]:
    """Letters to one person that may come as often as each other go together."""
    return watch.person, watch.hours
