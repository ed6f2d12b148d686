"""The way in: accepted means that bytes and entry are on disk."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct

from spamatlas.log import EmbeddedLog
from spamatlas.model import Submission
from spamatlas.pipeline.fresh import Fresh
from spamatlas.settings import Settings

if TYPE_CHECKING:
    from spamatlas.store.evidence import Vault

Thing = TypeVar("Thing")

BUNDLE_BYTES = 32_000_000
"""Reports are held in memory a bundle at a time, and a single one may have 50 MB."""


class Receipt(Struct, frozen=True):
    """What became of the submissions offered; ``ids`` in the order given, duplicates under their first id."""

    accepted: int
    duplicates: int
    ids: tuple[str, ...]


class Door:
    """Several processes may keep a door to one data folder open."""

    def __init__(self, settings: Settings, log: EmbeddedLog, vault: "Vault", fresh: Fresh | None = None) -> None:
        self._settings = settings
        self._fresh = fresh
        self._log = log
        self._vault = vault

    def accept(self, submissions: Sequence[Submission]) -> Receipt:
        """Make these submissions durable: first their bytes, then their entries.

        A crash between the two leaves bytes that no entry names; filing them again finds them there.

        Raises:
            Unavailable: the disk is full or gone; the caller may offer the same again.
        """
        known = self._log.known([each.id for each in submissions])
        fresh: dict[str, Submission] = {}
        for each in submissions:
            if each.id not in known:
                fresh.setdefault(each.id, each)
        if fresh:
            until = datetime.now(UTC) + timedelta(days=self._settings.evidence_days)
            self._vault.put_many([(each.id, each.body) for each in fresh.values()], until)
        appended = self._log.append(list(fresh.values()))
        # Where another process filed one of them in the same moment, the bytes that hold are those in the vault.
        if self._fresh is not None and appended.accepted == len(fresh):
            self._fresh.keep(fresh.values())
        return Receipt(appended.accepted, len(submissions) - appended.accepted, tuple(each.id for each in submissions))


def bundles(
    things: Iterable[Thing],
    most: int,
    size_bytes: Callable[[Thing], int] = lambda _: 0,
    most_bytes: int = BUNDLE_BYTES,
) -> Iterator[list[Thing]]:
    """Lists of at most ``most`` things, in order; one that reaches ``most_bytes`` is closed."""
    bundle: list[Thing] = []
    total = 0
    for thing in things:
        bundle.append(thing)
        total += size_bytes(thing)
        if len(bundle) >= most or total >= most_bytes:
            yield bundle
            bundle, total = [], 0
    if bundle:
        yield bundle
