"""How a session begins, whichever way somebody came in, and when what it may is proved anew."""

from datetime import datetime, timedelta

from msgspec import Struct
from sqlalchemy.orm import Session as Moment

from spamatlas.model import Person, Rejected, Session
from spamatlas.pipeline.accounts import Accounts, Note
from spamatlas.pipeline.secrets_of_accounts import new_word
from spamatlas.store.records import passkeys, sessions
from spamatlas.store.records.tables import PersonRow

SESSION_HOURS = 12
PROOF = timedelta(minutes=10)
"""So long after a password or a passkey was shown may somebody change what lets them in."""
LONGEST_AGENT = 60


class SignedIn(Struct, frozen=True):
    """``word`` is what the browser shows from now on; it is not kept."""

    word: str
    session: Session
    person: Person


class Entrance(Struct, frozen=True):
    """How somebody came in: with which browser, how many things they showed, and when (None: they did not here)."""

    agent: str
    factors: int = 1
    proved_at: datetime | None = None


def begin(accounts: Accounts, change: Moment, note: Note, person: Person, entrance: Entrance) -> SignedIn:
    """A session for who was let in."""
    word, now = new_word(accounts.secret), accounts.clock()
    wanted = sessions.NewSession(
        word.digest,
        now + timedelta(hours=SESSION_HOURS),
        entrance.agent[:LONGEST_AGENT],
        entrance.factors,
        entrance.proved_at,
    )
    session = sessions.begin(change, person.id, wanted, now)
    note("signed-in", f"session {session.id}")
    return SignedIn(word.text, session, person)


def is_proved(session: Session, now: datetime) -> bool:
    """Whether somebody showed a password or a passkey in the last ten minutes; what lies ahead proves nothing."""
    return session.proved_at is not None and timedelta() <= now - session.proved_at <= PROOF


def is_proved_enough(accounts: Accounts, moment: Moment, session: int, person: int) -> bool:
    """Whether a proof holds for changes of what lets somebody in. Who has a second factor or a passkey must have shown
    it in this session: else a password that was stolen could set another one (NIST SP 800-63B-4, section 4.1.2).
    """
    own = sessions.one(moment, session, person)
    has_more = bool(moment.get_one(PersonRow, person).second_factor or passkeys.of_person(moment, person))
    return is_proved(own, accounts.clock()) and (own.factors > 1 or not has_more)


def demand_proof(accounts: Accounts, moment: Moment, session: int, person: int) -> None:
    """To be asked for before what lets somebody in is changed.

    Raises:
        Rejected: ``proof-wanted``; ``no-such-account`` for a session that is not theirs.
    """
    if not is_proved_enough(accounts, moment, session, person):
        raise Rejected("proof-wanted", "show your password or a passkey once more before you change what lets you in")
