"""What wordings that were read mean, as the careful judge has it: kept beside them, and in mind for their copies."""

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence

import msgspec
from msgspec import Struct

from spamatlas.judge.careful import named_anew
from spamatlas.model import Channel, Meaning, Verdict
from spamatlas.pipeline.folder import Folder
from spamatlas.pipeline.sqlite_file import opened
from spamatlas.pipeline.wordings import SCHEMA as WORDINGS

MOST = 200_000
"""Most wordings and campaigns kept in mind, about 200 bytes each; the oldest are forgotten first."""
# Whatever takes a wording out takes out what it means.
SCHEMA = """
CREATE TABLE IF NOT EXISTS meaning (sequence INTEGER PRIMARY KEY, said BLOB NOT NULL) STRICT;
CREATE TRIGGER IF NOT EXISTS meaning_gone AFTER DELETE ON wording
BEGIN DELETE FROM meaning WHERE sequence = OLD.sequence; END;
"""
_WHAT = "what is known of meanings"


class Known(Struct, frozen=True, array_like=True):
    """What a wording means: the place in the log of the report that brought it, and where its copies are found."""

    sequence: int
    fingerprint: int
    campaign: int
    meaning: Meaning


class Meanings:
    """What the writer has in mind; only in a pause."""

    def __init__(self) -> None:
        self._wordings: OrderedDict[tuple[int, Channel], Meaning] = OrderedDict()
        self._campaigns: OrderedDict[int, Meaning] = OrderedDict()

    def add(self, found: Iterable[Known]) -> None:
        """Take in what was read, the newest last."""
        for each in found:
            if each.fingerprint:
                self._wordings[each.fingerprint, each.meaning.channel] = each.meaning
            self._campaigns[each.campaign] = each.meaning
        while len(self._wordings) > MOST:
            self._wordings.popitem(last=False)
        while len(self._campaigns) > MOST:
            self._campaigns.popitem(last=False)

    def clear(self) -> None:
        """Have nothing in mind."""
        self._wordings.clear()
        self._campaigns.clear()

    def of(self, fingerprint: int, channel: Channel) -> Meaning | None:
        """What the same words meant when they were read."""
        return self._wordings.get((fingerprint, channel)) if fingerprint and self._wordings else None

    def named(self, campaign: int, settled: Verdict | None) -> Verdict | None:
        """A campaign's settled verdict with what kind of spam it is by the meaning of its newest wording."""
        meaning = self._campaigns.get(campaign) if settled else None
        return named_anew(settled, meaning) if settled and meaning else settled


def keep(folder: Folder, found: Sequence[Known]) -> None:
    """Keep what these wordings mean for as long as they are kept."""
    with opened(folder.meaning, WORDINGS + SCHEMA, _WHAT) as base:
        base.executemany(
            "INSERT OR REPLACE INTO meaning VALUES (?, ?)",
            [(each.sequence, msgspec.msgpack.encode(each)) for each in found],
        )


def kept(folder: Folder) -> Iterator[Known]:
    """The newest of what is kept, the oldest of them first."""
    with opened(folder.meaning, WORDINGS + SCHEMA, _WHAT) as base:
        rows = base.execute("SELECT said FROM meaning ORDER BY sequence DESC LIMIT ?", (MOST,)).fetchall()
    return (msgspec.msgpack.decode(said, type=Known) for (said,) in reversed(rows))


def of_wordings(folder: Folder, sequences: Sequence[int]) -> list[Known]:
    """What these wordings, by place in the log, mean, the newest first."""
    with opened(folder.meaning, WORDINGS + SCHEMA, _WHAT) as base:
        rows = [base.execute("SELECT said FROM meaning WHERE sequence = ?", (each,)).fetchone() for each in sequences]
    found = [msgspec.msgpack.decode(row[0], type=Known) for row in rows if row]
    return sorted(found, key=lambda each: -each.sequence)
