"""The accounts of a node: its records, and everything that is done with them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial

from sqlalchemy.orm import Session as Moment

from spamatlas.pipeline.audit_trail import AuditTrail
from spamatlas.pipeline.folder import Folder
from spamatlas.pipeline.markings import Markings
from spamatlas.pipeline.recognition import Recognition
from spamatlas.settings import Settings
from spamatlas.store.records import people
from spamatlas.store.records.records import Records

Note = Callable[..., None]


def _now() -> datetime:
    return datetime.now(UTC)


class Accounts:
    """Any thread may ask. ``clock`` gives the time, aware UTC; ``settings`` say where the records are, who
    needs a second factor, and whether and how mail is sent.
    """

    def __init__(self, folder: Folder, settings: Settings | None = None, clock: Callable[[], datetime] = _now) -> None:
        folder.make()
        self.folder, self.settings = folder, settings or Settings()
        self.clock = clock
        self.secret = folder.accounts_secret()
        self.records = Records(folder.records, self.settings.records_dsn)
        self.trail = AuditTrail(self.records, clock)
        self.recognition = Recognition(self.records, self.secret, clock, self.settings.second_factor_roles)
        self.markings = Markings(self.records, self.recognition.forget)

    def close(self) -> None:
        self.records.close()

    @contextmanager
    def changing(self, who: str) -> Iterator[tuple[Moment, Note]]:
        """A change of the records with what notes it in the audit trail: ``note("person-ended", "person 3")``.

        Afterwards what was known of who may what is looked up anew.
        """
        with self.records.change() as change:
            yield change, partial(self.trail.add, change, who)
        self.recognition.forget()
        self.markings.stale()

    def is_set_up(self) -> bool:
        """Whether there is an administrator who can sign in."""
        with self.records.read() as moment:
            return any(map(people.is_in_charge, people.acting(moment)))
