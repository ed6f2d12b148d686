"""Legal holds on pieces of evidence, kept beside the keys, so that no way of destroying one passes them by."""

import sqlite3
from collections.abc import Iterable, Sequence

from spamatlas.model import Rejected
from spamatlas.store.reading import VaultReader, portions

SCHEMA = """
CREATE TABLE IF NOT EXISTS hold (
    id BLOB NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS hold_number ON hold (number);
CREATE TABLE IF NOT EXISTS held_campaign (
    campaign TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (campaign, number)
) STRICT, WITHOUT ROWID;
"""


class Holding(VaultReader):
    """Part of ``Vault``: what is held, by the numbers of the holds. Durable on return."""

    def hold(self, number: int, identities: Iterable[str], campaign: str = "") -> int:
        """Put a hold on pieces of evidence, and on whatever joins a campaign; on how many it is new."""
        rows = [(bytes.fromhex(each), number) for each in identities]
        with self._lock:
            self._base.execute("BEGIN IMMEDIATE")
            try:
                before = self._base.total_changes
                self._base.executemany("INSERT OR IGNORE INTO hold VALUES (?, ?)", rows)
                added = self._base.total_changes - before
                if campaign:
                    self._base.execute("INSERT OR IGNORE INTO held_campaign VALUES (?, ?)", (campaign, number))
                self._base.execute("COMMIT")
            except BaseException:
                self._base.execute("ROLLBACK")
                raise
        return added

    def release(self, number: int) -> int:
        """Take a hold off; from how many pieces of evidence."""
        with self._lock:
            self._base.execute("DELETE FROM held_campaign WHERE number = ?", (number,))
            return self._base.execute("DELETE FROM hold WHERE number = ?", (number,)).rowcount

    def let_go(self, identities: Sequence[str]) -> None:
        """Take every hold off these pieces of evidence: elsewhere they were released, and erased since."""
        with self._lock:
            self._base.executemany("DELETE FROM hold WHERE id = ?", [(bytes.fromhex(each),) for each in identities])

    def held(self, identities: Sequence[str]) -> dict[str, list[int]]:
        """The holds on each of these that is held."""
        found: dict[str, list[int]] = {}
        with self._lock:
            for part in portions((bytes.fromhex(each) for each in identities), 1000):
                marks = ",".join("?" * len(part))
                rows = self._base.execute(f"SELECT id, number FROM hold WHERE id IN ({marks}) ORDER BY number", part)  # noqa: S608  marks
                for identity, number in rows:
                    found.setdefault(identity.hex(), []).append(number)
        return found

    def any_held(self) -> bool:
        """Whether anything is."""
        sql = "SELECT EXISTS (SELECT 1 FROM hold) OR EXISTS (SELECT 1 FROM held_campaign)"
        with self._lock:
            return bool(self._base.execute(sql).fetchone()[0])

    def held_campaigns(self) -> list[tuple[str, int]]:
        """The campaigns that are held, each with the number of its hold."""
        with self._lock:
            return [tuple(row) for row in self._base.execute("SELECT campaign, number FROM held_campaign")]


def refuse_held(base: sqlite3.Connection, identities: Sequence[tuple[bytes]]) -> None:
    """To be called within the transaction that destroys.

    Raises:
        Rejected: ``held``; the rule's name is all that is said.
    """
    for identity in identities:
        if base.execute("SELECT 1 FROM hold WHERE id = ? LIMIT 1", identity).fetchone():
            raise held()


def held() -> Rejected:
    """The refusal of what is under a legal hold."""
    return Rejected("held", "a legal hold is on it: nothing was deleted; whoever placed the hold can release it")
