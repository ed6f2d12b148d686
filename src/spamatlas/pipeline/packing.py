"""Evidence packages of a node: what goes into one is gathered here, and packed in the room of custody."""

import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import accumulate
from pathlib import Path
from threading import Lock
from typing import Any, BinaryIO

import msgspec
from msgspec import Struct

from spamatlas import __version__
from spamatlas.custody.package import Contents, Told, pack
from spamatlas.locale import languages
from spamatlas.log import Entry
from spamatlas.model import ChainEnd, Handling, Manifest, PackedCampaign, Rejected, Unavailable
from spamatlas.model.digest import NO_DIGEST
from spamatlas.pipeline.actions import OPERATOR
from spamatlas.pipeline.exhibits import PACKED, Exhibits
from spamatlas.pipeline.node import Node
from spamatlas.pipeline.packages import tidy
from spamatlas.pipeline.packed import Packed
from spamatlas.pipeline.release import Release
from spamatlas.pipeline.stamping import outside_stamper, own_stamper
from spamatlas.store import search as lists

MOST_REPORTS = 1_000
"""One package holds no more; how many of a campaign are beyond it is said in the manifest."""
MOST_ORIGINAL_BYTES = 800_000_000
"""So much of a campaign, the newest reports first; with reports that were named beside it, twice as much."""
STALE_SECONDS = 3_600
"""A package that nobody took away by then is deleted."""


class Asked(Struct, frozen=True):
    """What a package was asked to be of: reports in the order of the log, and campaigns as they are listed."""

    of: tuple[str, ...]
    entries: tuple[Entry, ...]
    campaigns: tuple[dict[str, Any], ...]
    left_out: int


class Packing:
    """One at a time: a package may be large. Every one is noted before it leaves.

    ``row_of`` gives a campaign as it is listed, by name; ``release`` says what may leave, and under which label.
    """

    def __init__(self, node: Node, row_of: Callable[[str], dict[str, Any] | None], release: Release) -> None:
        self._node, self._row_of, self._release, self._lock = node, row_of, release, Lock()

    def pack(self, names: Sequence[str], entries: Sequence[Entry], language: str, who: str = OPERATOR) -> Packed:
        """A package of the campaigns among these names and of these further reports.

        It lies in the data folder's ``packages``; its texts are in a language that we have, else in English.

        Raises:
            Rejected: ``label-forbids``, ``nothing-chosen``, ``no-such-campaign``, ``too-many-reports``;
                ``evidence-erased`` where something was erased meanwhile: ask again.
            Unavailable: no time stamp can be had, or the disk is full.
        """
        with self._lock:
            self._tidy()
            self._node.sealing.catch_up()
            settings = self._node.settings
            language = language if language in languages() else "en"
            own = own_stamper(settings)
            asked = self._asked(names, entries)
            exhibits = Exhibits(self._node, asked.entries, self._release.label)
            self._release.check(exhibits.markings)

            def told() -> Told:
                manifest = self._manifest(asked, exhibits, language)
                return Told(manifest, [*exhibits.events(own.roots), _exported(manifest, who)])

            path = self._node.folder.packages / f"{secrets.token_hex(16)}.zip"
            with _written(path) as file:
                contents = Contents(exhibits.files(), told)
                whole = pack(file, contents, own, outside_stamper(settings), languages()[language])
            name = f"evidence-{asked.of[0].lower()}-{whole.made_at:%Y%m%d-%H%M%S}.zip"
            self._node.actions.touch(PACKED, [each.id for each in asked.entries], name, who)
        return Packed(str(path), name, len(asked.entries), asked.left_out, whole.authority)

    def _asked(self, names: Sequence[str], entries: Sequence[Entry]) -> Asked:
        """The newest reports of the campaigns, and the others; in the order of the log."""
        if not names and not entries:
            raise Rejected("nothing-chosen", "no campaign and no report was named")
        rows = [self._campaign(name) for name in names]
        ids: dict[str, None] = {}
        for row in rows:
            ids |= dict.fromkeys(
                lists.matching(self._release.node().store, [("campaign", row["campaign"])], MOST_REPORTS)
            )
        members = [each[0] for identity in list(ids)[:MOST_REPORTS] if (each := self._node.log.find(identity))]
        of_campaigns = _fitting(members)
        chosen = {each.sequence: each for each in (*of_campaigns, *entries)}
        if len(chosen) > MOST_REPORTS or sum(each.body_bytes for each in chosen.values()) > 2 * MOST_ORIGINAL_BYTES:
            raise Rejected("too-many-reports", f"a package holds at most {MOST_REPORTS} reports; name fewer")
        of = (*(row["campaign"] for row in rows), *(each.id for each in entries))
        left_out = max(0, sum(row["size"] for row in rows) - len(of_campaigns))
        return Asked(of, tuple(chosen[place] for place in sorted(chosen)), tuple(rows), left_out)

    def _campaign(self, name: str) -> dict[str, Any]:
        found = self._row_of(name)
        if not found:
            raise Rejected("no-such-campaign", "no campaign has this name")
        return found

    def _manifest(self, asked: Asked, exhibits: Exhibits, language: str) -> Manifest:
        return Manifest(
            made_at=datetime.now(UTC),
            node=self._node.settings.node_name,
            software=f"Spamatlas {__version__}",
            of=asked.of,
            language=language,
            authority=NO_DIGEST,
            chain=ChainEnd(0, NO_DIGEST),
            reports=exhibits.reports,
            tlp=self._release.label(exhibits.markings),
            campaigns=tuple(_packed(row) for row in asked.campaigns),
            left_out=asked.left_out,
        )

    def _tidy(self) -> None:
        folder = self._node.folder.packages
        folder.mkdir(mode=0o700, exist_ok=True)
        tidy(folder, time.time() - STALE_SECONDS)


def _exported(manifest: Manifest, who: str) -> Handling:
    facts = {"reports": str(len(manifest.reports))}
    return Handling(number=0, at=manifest.made_at, kind="exported", who=who, facts=facts)


def _fitting(entries: Sequence[Entry]) -> list[Entry]:
    """The first of them, as many as go into one package."""
    sizes = accumulate(each.body_bytes for each in entries)
    return [each for each, size in zip(entries, sizes, strict=True) if size <= MOST_ORIGINAL_BYTES]


@contextmanager
def _written(path: Path) -> Iterator[BinaryIO]:
    """A new file, which is not there where it could not be written whole."""
    try:
        with path.open("xb") as file:
            yield file
    except BaseException as error:
        path.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise Unavailable(f"the package can't be written: {error.strerror}") from error
        raise


def _packed(row: dict[str, Any]) -> PackedCampaign:
    names = [each for each in PackedCampaign.__struct_fields__ if row.get(each)]
    # What no report was judged for yet is an empty word in the store.
    return msgspec.convert({name: row[name] for name in names}, PackedCampaign)
