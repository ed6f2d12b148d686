"""How a node that serves people sends: its outbox, and what it looks out for on their behalf."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from spamatlas.model import Person
from spamatlas.outbox.event import Seen
from spamatlas.store.search import Part, search

if TYPE_CHECKING:
    from spamatlas.pipeline.answers import Answers

NEW_DAYS, MOST_NEW = "7d", 500


@contextmanager
def sending(answers: "Answers") -> Iterator[None]:
    """Send what is in the outbox, and put in what is worth telling, while this is entered."""
    from spamatlas.pipeline.lookout import Lookout  # noqa: PLC0415  SQLAlchemy: not for every command
    from spamatlas.pipeline.sending import Sending  # noqa: PLC0415

    lookout = Lookout(answers.accounts, lambda: seen(answers), partial(matching, answers), answers.cursor)
    with Sending(answers.accounts, lookout).running():
        yield


def matching(answers: "Answers", person: Person, terms: Sequence[tuple[str, str]], after: int, until: int) -> int:
    """How many reports that a person sees match a search; see ``lookout.Match``."""
    from spamatlas.pipeline.lookout import MOST_TOLD  # noqa: PLC0415  as above
    from spamatlas.store.records import sharing  # noqa: PLC0415

    with answers.accounts.records.read() as moment:
        theirs = answers.seen_by(sharing.sight(moment, person.member, person.id))
    # ``before`` is the first place that is not looked at.
    part = Part(limit=MOST_TOLD, after=after, before=until + 1, oldest_first=True)
    return len(search(theirs.node.store, theirs.workbench.numbered(terms), part).rows)


def seen(answers: "Answers") -> Seen:
    """What everybody may know of the node now: campaigns are those that enough people reported this week."""
    health = answers.health()
    table = answers.statistic("new_campaigns", {"since": NEW_DAYS, "limit": MOST_NEW}, public=True)
    campaigns = {row["campaign"]: int(row["reports"]) for row in table.rows if row["ruling"] != "ham"}
    return Seen(accepted=health["accepted"], quarantined=health["quarantined"], campaigns=campaigns)
