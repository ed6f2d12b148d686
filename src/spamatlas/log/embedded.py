"""The log on one machine: SQLite in write-ahead mode with full sync, one group commit a call."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from threading import Lock, RLock

import msgspec

from spamatlas.log.contract import Appended, Batch, Entry, Held
from spamatlas.log.prepared import Prepared
from spamatlas.model import Submission, Unavailable

SCHEMA = """
CREATE TABLE IF NOT EXISTS entry (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id BLOB NOT NULL UNIQUE,
    body_bytes INTEGER NOT NULL,
    facts BLOB NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS quarantine (
    sequence INTEGER PRIMARY KEY,
    code TEXT NOT NULL,
    detail TEXT NOT NULL,
    at REAL NOT NULL,
    attempts INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS answer (
    key BLOB PRIMARY KEY,
    request BLOB NOT NULL,
    answer BLOB NOT NULL,
    at REAL NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS position (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;
INSERT OR IGNORE INTO position VALUES ('cursor', 0), ('accepted', 0), ('delivered', 0);
PRAGMA user_version = 1;
"""
VERSION = 1
ROWS_AT_ONCE = 256
"""In one statement: a third cheaper than one by one."""
CACHE_BYTES = 32_000_000

_encode = msgspec.msgpack.encode
_decode_facts = msgspec.msgpack.Decoder(Entry).decode


class EmbeddedLog:
    """A folder's log. Several processes may append; one at a time reads, prepares and commits."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._lock, self._reading = RLock(), Lock()
        self._database = sqlite3.connect(
            folder / "log.sqlite", isolation_level=None, check_same_thread=False, timeout=60, cached_statements=64
        )
        with _disk_errors():
            version = self._database.execute("PRAGMA user_version").fetchone()[0]
            if version > VERSION:
                raise Unavailable(f"the log in {folder} was written by a newer Spamatlas; upgrade this one")
            self._database.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;")
            self._database.execute(f"PRAGMA cache_size = -{CACHE_BYTES // 1024}")
            self._database.executescript(SCHEMA)
            # To read from while another thread's append waits for the disk.
            self._reader = sqlite3.connect(
                folder / "log.sqlite", isolation_level=None, check_same_thread=False, timeout=60
            )
            self._prepared = Prepared(folder / "prepared")
            self._numbers: dict[str, int] = {}

    def close(self) -> None:
        with self._lock, self._reading:
            self._database.close()
            self._reader.close()

    def append(self, submissions: Sequence[Submission]) -> Appended:
        """Keep what is new, in the order given; see ``Log.append``."""
        fresh: dict[str, Submission] = {}
        for submission in submissions:
            fresh.setdefault(submission.id, submission)
        rows = [_row(each) for each in fresh.values()]
        accepted = 0
        with self._transaction() as database:
            for start in range(0, len(rows), ROWS_AT_ONCE):
                part = rows[start : start + ROWS_AT_ONCE]
                places = ", ".join(["(?, ?, ?)"] * len(part))
                statement = f"INSERT INTO entry (id, body_bytes, facts) VALUES {places} ON CONFLICT (id) DO NOTHING"  # noqa: S608 only question marks
                accepted += database.execute(statement, list(chain.from_iterable(part))).rowcount
            database.execute("UPDATE position SET value = value + ? WHERE name = 'accepted'", (accepted,))
        return Appended(accepted, len(submissions) - accepted)

    def known(self, ids: Sequence[str]) -> set[str]:
        with self._lock, _disk_errors():
            return self._known(ids)

    def _known(self, ids: Sequence[str]) -> set[str]:
        found: set[str] = set()
        for start in range(0, len(ids), 500):
            keys = [bytes.fromhex(identity) for identity in ids[start : start + 500]]
            places = ",".join("?" * len(keys))
            statement = f"SELECT id FROM entry WHERE id IN ({places})"  # noqa: S608 only question marks
            found.update(key.hex() for (key,) in self._database.execute(statement, keys))
        return found

    def read(self, after: int, limit: int, body_bytes: int) -> list[Entry]:
        with self._reading, _disk_errors():
            rows = self._reader.execute(
                "SELECT sequence, id, body_bytes, facts FROM entry WHERE sequence > ? ORDER BY sequence LIMIT ?",
                (after, limit),
            ).fetchall()
        entries: list[Entry] = []
        total = 0
        for row in rows:
            total += row[2]
            if entries and total > body_bytes:
                break
            entries.append(_entry(row))
        return entries

    def cursor(self) -> int:
        return self._position("SELECT value FROM position WHERE name = 'cursor'")

    def accepted(self) -> int:
        """How many submissions were ever accepted."""
        return self._position("SELECT value FROM position WHERE name = 'accepted'")

    def end(self) -> int:
        """The sequence of the newest entry, 0 in an empty log."""
        return self._position("SELECT coalesce(max(sequence), 0) FROM entry")

    def _position(self, statement: str) -> int:
        with self._lock, _disk_errors():
            return int(self._database.execute(statement).fetchone()[0])

    def prepare(self, batch: Batch) -> None:
        with self._lock, _disk_errors():
            if batch.token not in self._numbers:
                number = 1 + max([self._delivered(), *self._prepared.numbers()])
                self._prepared.put(number, batch)
                self._numbers[batch.token] = number

    def prepared(self) -> list[Batch]:
        with self._lock, _disk_errors():
            delivered = self._delivered()
            numbers = self._prepared.numbers()
            for each in numbers:
                if each <= delivered:
                    self._prepared.drop(each)
            batches = {each: self._prepared.get(each) for each in numbers if each > delivered}
            self._numbers = {batch.token: number for number, batch in batches.items()}
        return list(batches.values())

    def commit(self, batch: Batch) -> None:
        with self._transaction() as database:
            number = self._numbers.pop(batch.token, 0)
            database.executemany(
                "INSERT INTO quarantine VALUES (?, ?, ?, ?, 1) ON CONFLICT (sequence) DO UPDATE SET "
                "code = excluded.code, detail = excluded.detail, at = excluded.at, attempts = attempts + 1",
                [(each.entry.sequence, each.code, each.detail, each.at.timestamp()) for each in batch.held],
            )
            database.executemany("DELETE FROM quarantine WHERE sequence = ?", [(each,) for each in batch.released])
            database.execute("UPDATE position SET value = max(value, ?) WHERE name = 'delivered'", (number,))
            database.execute("UPDATE position SET value = max(value, ?) WHERE name = 'cursor'", (batch.last,))
        if number:
            self._prepared.drop(number)

    def _delivered(self) -> int:
        return self._position("SELECT value FROM position WHERE name = 'delivered'")

    def held(self, limit: int = 100, code: str = "") -> list[Held]:
        return self._held("?2 IN ('', q.code) ORDER BY q.at DESC, e.sequence DESC LIMIT ?1", (limit, code))

    def held_one(self, sequence: int) -> Held | None:
        """An entry's place in quarantine; None where it has none."""
        found = self._held("e.sequence = ?1", (sequence,))
        return found[0] if found else None

    def _held(self, condition: str, values: tuple[int | str, ...]) -> list[Held]:
        with self._lock, _disk_errors():
            rows = self._database.execute(
                "SELECT e.sequence, e.id, e.body_bytes, e.facts, q.code, q.detail, q.at, q.attempts "  # noqa: S608
                f"FROM quarantine q JOIN entry e USING (sequence) WHERE {condition}",
                values,
            ).fetchall()
        return [
            Held(entry=_entry(row), code=row[4], detail=row[5], at=datetime.fromtimestamp(row[6], UTC), attempts=row[7])
            for row in rows
        ]

    def held_counts(self) -> dict[str, int]:
        """How many entries are in quarantine, by code."""
        with self._lock, _disk_errors():
            return dict(
                self._database.execute(
                    "SELECT code, count(*) FROM quarantine GROUP BY code ORDER BY 2 DESC, 1"
                ).fetchall()
            )

    def held_among(self, ids: Sequence[str]) -> int:
        """How many of these ids are in quarantine now."""
        wanted = set(ids)
        with self._lock, _disk_errors():
            rows = self._database.execute("SELECT e.id FROM quarantine JOIN entry e USING (sequence)").fetchall()
        return sum(key.hex() in wanted for (key,) in rows)

    def find(self, id_prefix: str) -> list[Entry]:
        low, high = id_prefix.ljust(32, "0"), id_prefix.ljust(32, "f")
        try:
            span = bytes.fromhex(low), bytes.fromhex(high)
        except ValueError:
            return []
        with self._lock, _disk_errors():
            rows = self._database.execute(
                "SELECT sequence, id, body_bytes, facts FROM entry WHERE id BETWEEN ? AND ? LIMIT 10", span
            ).fetchall()
        return [_entry(row) for row in rows]

    def drop(self, sequences: Sequence[int]) -> None:
        """Take entries out of log and quarantine for good; their bytes are the vault's to erase."""
        with self._transaction() as database:
            for table in ("quarantine", "entry"):
                database.executemany(f"DELETE FROM {table} WHERE sequence = ?", [(each,) for each in sequences])  # noqa: S608 a name of ours

    def samples(self) -> list[Entry]:
        """Every entry that this project shipped."""
        with self._lock, _disk_errors():
            rows = self._database.execute(
                "SELECT sequence, id, body_bytes, facts FROM entry ORDER BY sequence"
            ).fetchall()
        return [entry for entry in map(_entry, rows) if entry.sample]

    def answered(self, key: str, request: bytes) -> bytes | None:
        """The answer once given under an idempotency key.

        Raises:
            ValueError: the key was used for another request.
        """
        with self._lock, _disk_errors():
            row = self._database.execute("SELECT request, answer FROM answer WHERE key = ?", (key.encode(),)).fetchone()
        if row is None:
            return None
        if row[0] != request:
            raise ValueError("this idempotency key was used for another request")
        return bytes(row[1])

    def answer(self, key: str, request: bytes, answer: bytes) -> None:
        """Remember the answer given under an idempotency key."""
        with self._transaction() as database:
            database.execute(
                "INSERT OR IGNORE INTO answer VALUES (?, ?, ?, ?)",
                (key.encode(), request, answer, datetime.now(UTC).timestamp()),
            )

    def forget_answers(self, before: datetime) -> int:
        """Forget the answers given before a time; how many there were."""
        with self._transaction() as database:
            return database.execute("DELETE FROM answer WHERE at < ?", (before.timestamp(),)).rowcount

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock, _disk_errors():
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield self._database
                self._database.execute("COMMIT")
            except BaseException:
                if self._database.in_transaction:
                    self._database.execute("ROLLBACK")
                raise


@contextmanager
def _disk_errors() -> Iterator[None]:
    try:
        yield
    except (sqlite3.OperationalError, OSError) as error:
        raise Unavailable(f"the log can't be written or read: {error}") from error


def _row(submission: Submission) -> tuple[bytes, int, bytes]:
    entry = Entry(
        sequence=0,
        id=submission.id,
        media_type=submission.media_type,
        received_at=submission.received_at,
        reporter=submission.reporter,
        caller_id=submission.caller_id,
        channel=submission.channel,
        measuring_point=submission.measuring_point,
        sample=submission.sample,
    )
    return bytes.fromhex(submission.id), len(submission.body), _encode(entry)


def _entry(row: tuple[int, bytes, int, bytes]) -> Entry:
    entry = _decode_facts(row[3])
    # Nobody else has it yet, and a copy would cost more than all the rest.
    msgspec.structs.force_setattr(entry, "sequence", row[0])
    msgspec.structs.force_setattr(entry, "body_bytes", row[2])
    return entry
