"""The keys under which people become pseudonyms: one a period, destroyed when nothing made under it is kept."""

import os
import secrets
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

from msgspec import Struct

KEY_BYTES = 32


class PseudonymKey(Struct, frozen=True, order=True):
    """A period's key: its number, from 1, and the day (UTC) that it holds from."""

    number: int
    since: date
    path: Path

    def read(self) -> bytes:
        return self.path.read_bytes()

    @property
    def begins_at(self) -> datetime:
        return datetime(self.since.year, self.since.month, self.since.day, tzinfo=UTC)


class PseudonymKeys:
    """A folder of keys by number and first day. Several processes may ask and make at once: they end up with one."""

    def __init__(self, folder: Path, days: int) -> None:
        self._folder, self._days = folder, days

    def now(self, moment: datetime | None = None) -> bytes:
        """The key of this period, made where the period before is over."""
        today = (moment or datetime.now(UTC)).date()
        kept = self.kept()
        if not kept:
            return self._make(1, today).read()
        newest = kept[-1]
        if self._days and today >= newest.since + timedelta(days=self._days):
            return self._make(newest.number + 1, today).read()
        return newest.read()

    def kept(self) -> list[PseudonymKey]:
        """Those that are there, the oldest first."""
        return self._found("*.key")

    def _found(self, pattern: str) -> list[PseudonymKey]:
        found = []
        for path in self._folder.glob(pattern):
            number, _, day = path.stem.partition("-")
            with suppress(ValueError):
                found.append(PseudonymKey(int(number), date.fromisoformat(day), path))
        return sorted(found)

    def borders(self) -> tuple[datetime, ...]:
        """When pseudonyms changed: who reported before and after is two of them."""
        return tuple(each.begins_at for each in self._found("*-*") if each.number > 1)

    def destroy(self, before: datetime) -> list[tuple[PseudonymKey, str]]:
        """Destroy the keys whose period ended before a time; each with the SHA-256 of what it was.

        The bytes are overwritten first. What the file system or the disk keeps of old blocks is beyond reach.
        """
        gone = []
        for each, after in pairwise(self.kept()):
            if after.begins_at < before:
                digest = sha256(each.read()).hexdigest()
                with each.path.open("r+b") as file:
                    file.write(bytes(KEY_BYTES))
                    file.flush()
                    os.fsync(file.fileno())
                # The day stays, without a key: where pseudonyms changed is asked for as long as they are counted.
                each.path.rename(each.path.with_suffix(".gone"))
                gone.append((each, digest))
        return gone

    def _make(self, number: int, day: date) -> PseudonymKey:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        made = PseudonymKey(number, day, self._folder / f"{number:04d}-{day.isoformat()}.key")
        draft = self._folder / f".{number}.{os.getpid()}.{secrets.token_hex(4)}"
        with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(secrets.token_bytes(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(draft, made.path)
        draft.unlink()
        return made
