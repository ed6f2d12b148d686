"""The log on one machine: SQLite in write-ahead mode with full sync, one group commit a call."""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

import msgspec

from spamatlas.log.contract import Appended, Batch, Entry, Held
from spamatlas.log.database import Database
from spamatlas.log.prepared import Prepared
from spamatlas.model import Submission

ROWS_AT_ONCE = 256
"""In one statement: a third cheaper than one by one."""

_encode = msgspec.msgpack.encode
_decode_facts = msgspec.msgpack.Decoder(Entry).decode


class EmbeddedLog:
    """A folder's log. Several processes may append; one at a time reads, prepares and commits."""

    def __init__(self, folder: Path) -> None:
        self._database = Database(folder)
        with self._database.alone():
            self._prepared = Prepared(folder / "prepared")
        self._numbers: dict[str, int] = {}

    def close(self) -> None:
        self._database.close()

    def append(self, submissions: Sequence[Submission]) -> Appended:
        """Keep what is new, in the order given; see ``Log.append``."""
        fresh: dict[str, Submission] = {}
        for submission in submissions:
            fresh.setdefault(submission.id, submission)
        rows = [_row(each) for each in fresh.values()]
        accepted = 0
        with self._database.transaction() as database:
            for start in range(0, len(rows), ROWS_AT_ONCE):
                part = rows[start : start + ROWS_AT_ONCE]
                places = ", ".join(["(?, ?, ?)"] * len(part))
                statement = f"INSERT INTO entry (id, body_bytes, facts) VALUES {places} ON CONFLICT (id) DO NOTHING"  # noqa: S608 only question marks
                accepted += database.execute(statement, list(chain.from_iterable(part))).rowcount
            database.execute("UPDATE position SET value = value + ? WHERE name = 'accepted'", (accepted,))
        return Appended(accepted, len(submissions) - accepted)

    def known(self, ids: Sequence[str]) -> set[str]:
        found: set[str] = set()
        for start in range(0, len(ids), 500):
            keys = [bytes.fromhex(identity) for identity in ids[start : start + 500]]
            places = ",".join("?" * len(keys))
            statement = f"SELECT id FROM entry WHERE id IN ({places})"  # noqa: S608 only question marks
            found.update(key.hex() for (key,) in self._database.rows(statement, keys))
        return found

    def read(self, after: int, limit: int, body_bytes: int) -> list[Entry]:
        rows = self._database.read(
            "SELECT sequence, id, body_bytes, facts FROM entry WHERE sequence > ? ORDER BY sequence LIMIT ?",
            (after, limit),
        )
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
        return int(self._database.rows(statement)[0][0])

    def prepare(self, batch: Batch) -> None:
        with self._database.alone():
            if batch.token not in self._numbers:
                number = 1 + max([self._delivered(), *self._prepared.numbers()])
                self._prepared.put(number, batch)
                self._numbers[batch.token] = number

    def prepared(self) -> list[Batch]:
        with self._database.alone():
            delivered = self._delivered()
            numbers = self._prepared.numbers()
            for each in numbers:
                if each <= delivered:
                    self._prepared.drop(each)
            batches = {each: self._prepared.get(each) for each in numbers if each > delivered}
            self._numbers = {batch.token: number for number, batch in batches.items()}
        return list(batches.values())

    def commit(self, batch: Batch) -> None:
        with self._database.transaction() as database:
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

    def _held(self, condition: str, values: tuple[int | str | float, ...]) -> list[Held]:
        rows = self._database.rows(
            "SELECT e.sequence, e.id, e.body_bytes, e.facts, q.code, q.detail, q.at, q.attempts "  # noqa: S608
            f"FROM quarantine q JOIN entry e USING (sequence) WHERE {condition}",
            values,
        )
        return [
            Held(entry=_entry(row), code=row[4], detail=row[5], at=datetime.fromtimestamp(row[6], UTC), attempts=row[7])
            for row in rows
        ]

    def held_counts(self) -> dict[str, int]:
        """How many entries are in quarantine, by code."""
        counts: list[tuple[str, int]] = self._database.rows(
            "SELECT code, count(*) FROM quarantine GROUP BY code ORDER BY 2 DESC, 1"
        )
        return dict(counts)

    def held_among(self, ids: Sequence[str]) -> int:
        """How many of these ids are in quarantine now."""
        wanted = set(ids)
        rows = self._database.rows("SELECT e.id FROM quarantine JOIN entry e USING (sequence)")
        return sum(key.hex() in wanted for (key,) in rows)

    def find(self, id_prefix: str) -> list[Entry]:
        low, high = id_prefix.ljust(32, "0"), id_prefix.ljust(32, "f")
        try:
            span = bytes.fromhex(low), bytes.fromhex(high)
        except ValueError:
            return []
        rows = self._database.rows(
            "SELECT sequence, id, body_bytes, facts FROM entry WHERE id BETWEEN ? AND ? LIMIT 10", span
        )
        return [_entry(row) for row in rows]

    def drop(self, sequences: Sequence[int]) -> None:
        """Take entries out of log and quarantine for good; their bytes are the vault's to erase."""
        with self._database.transaction() as database:
            for table in ("quarantine", "entry"):
                database.executemany(f"DELETE FROM {table} WHERE sequence = ?", [(each,) for each in sequences])  # noqa: S608 a name of ours

    def forget(self, ids: Sequence[str]) -> int:
        """Blank what callers called these entries; how many had a name. What was sealed of them stays as it was."""
        forgotten = 0
        with self._database.transaction() as database:
            for key in map(bytes.fromhex, ids):
                row = database.execute("SELECT facts FROM entry WHERE id = ?", (key,)).fetchone()
                entry = _decode_facts(row[0]) if row else None
                if entry is not None and entry.caller_id:
                    facts = _encode(msgspec.structs.replace(entry, caller_id=""))
                    database.execute("UPDATE entry SET facts = ? WHERE id = ?", (facts, key))
                    forgotten += 1
        return forgotten

    def expired(self, before: datetime) -> list[Held]:
        """What has been in quarantine since before a time, the oldest first."""
        return self._held("q.at < ?1 ORDER BY q.at, e.sequence", (before.timestamp(),))

    def release(self, sequences: Sequence[int]) -> None:
        """Take entries out of quarantine; the log keeps them."""
        with self._database.transaction() as database:
            database.executemany("DELETE FROM quarantine WHERE sequence = ?", [(each,) for each in sequences])

    def checkpoint(self) -> None:
        """Move the write-ahead log into the file and cut it, where nobody reads just now: it may hold what is gone."""
        with self._database.alone() as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def samples(self) -> list[Entry]:
        """Every entry that this project shipped."""
        rows = self._database.rows("SELECT sequence, id, body_bytes, facts FROM entry ORDER BY sequence")
        return [entry for entry in map(_entry, rows) if entry.sample]

    def answered(self, key: str, request: bytes) -> bytes | None:
        """The answer once given under an idempotency key.

        Raises:
            ValueError: the key was used for another request.
        """
        found = self._database.rows("SELECT request, answer FROM answer WHERE key = ?", (key.encode(),))
        if not found:
            return None
        first, answer = found[0]
        if first != request:
            raise ValueError("this idempotency key was used for another request")
        return bytes(answer)

    def answer(self, key: str, request: bytes, answer: bytes) -> None:
        """Remember the answer given under an idempotency key."""
        with self._database.transaction() as database:
            database.execute(
                "INSERT OR IGNORE INTO answer VALUES (?, ?, ?, ?)",
                (key.encode(), request, answer, datetime.now(UTC).timestamp()),
            )

    def forget_answers(self, before: datetime) -> int:
        """Forget the answers given before a time; how many there were."""
        with self._database.transaction() as database:
            return database.execute("DELETE FROM answer WHERE at < ?", (before.timestamp(),)).rowcount


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
        marking=submission.marking,
    )
    return bytes.fromhex(submission.id), len(submission.body), _encode(entry)


def _entry(row: tuple[int, bytes, int, bytes]) -> Entry:
    entry = _decode_facts(row[3])
    # Nobody else has it yet, and a copy would cost more than all the rest.
    msgspec.structs.force_setattr(entry, "sequence", row[0])
    msgspec.structs.force_setattr(entry, "body_bytes", row[2])
    return entry
