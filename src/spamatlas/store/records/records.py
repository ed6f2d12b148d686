"""The operational records of a node: opened, brought up to date, read and changed."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.exc import InterfaceError, NoSuchModuleError, OperationalError
from sqlalchemy.orm import Session

from spamatlas.model import Unavailable
from spamatlas.store.records import migration

CHANGES_LOCK = 5_210_052
"""The key of PostgreSQL's advisory lock under which records change: any number, but the same everywhere."""
_IS_CHANGE = "spamatlas_is_change"


class Records:
    """Any thread may read and change; changes come one after the other, also those of other nodes on one database.

    Every method raises Unavailable where the database is away.
    """

    def __init__(self, path: Path, dsn: str = "") -> None:
        with _reachable():
            self._engine = create_engine(_address(dsn) if dsn else f"sqlite:///{path}", pool_pre_ping=bool(dsn))
            if self._engine.dialect.name == "sqlite":
                event.listen(self._engine, "connect", _set_up)
            event.listen(self._engine, "begin", _begin)
            migration.bring_up_to_date(self._engine.execution_options(**{_IS_CHANGE: True}))
        if not dsn:
            path.chmod(0o600)

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """One moment of the records."""
        with _reachable(), Session(self._engine, autoflush=False) as session:
            yield session

    @contextmanager
    def change(self) -> Iterator[Session]:
        """A change that is whole and durable at the end, or did not happen; what it read nobody changed meanwhile."""
        engine = self._engine.execution_options(**{_IS_CHANGE: True})
        with _reachable(), Session(engine, expire_on_commit=False) as session, session.begin():
            yield session


def _address(dsn: str) -> str:
    """PostgreSQL through psycopg, whichever way the address is written."""
    scheme, mark, rest = dsn.partition("://")
    return f"postgresql+psycopg{mark}{rest}" if scheme in {"postgres", "postgresql"} else dsn


def _set_up(connection: Any, _: Any) -> None:
    connection.isolation_level = None  # transactions are begun by us: a change takes the lock before it reads
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "busy_timeout = 30000"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("PRAGMA secure_delete = ON")


def _begin(connection: Connection) -> None:
    is_change = connection.get_execution_options().get(_IS_CHANGE, False)
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if is_change else "BEGIN")
    elif is_change:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({CHANGES_LOCK})")


@contextmanager
def _reachable() -> Iterator[None]:
    try:
        yield
    except (OperationalError, InterfaceError) as error:
        raise Unavailable(f"the records can't be read or written: {type(error.orig).__name__}") from error
    except (ImportError, NoSuchModuleError) as error:
        raise Unavailable(
            "records_dsn names a database whose driver is not installed: spamatlas[postgresql]"
        ) from error
