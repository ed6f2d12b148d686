"""Seals: sheets of the log, each naming the hash of the sheet before, stamped soon after what they list came in."""

import re
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from urllib.parse import quote

from msgspec import Struct

from spamatlas.model import Channel, MeasuringPoint, PackedReport, Rejected

HEAD = "spamatlas-seal/1"
MOST_LINES = 1024
MOST_SHEET_BYTES = 100_000
_CHANNEL = 7
"""Which part of a sealed line the channel is."""
_SHEET = re.compile(rb"spamatlas-seal/1 ([1-9][0-9]{0,14})\n([0-9a-f]{64})\n((?:[0-9a-f]{64}\n){1,1024})")


class Taken(Struct, frozen=True, kw_only=True):
    """What the log says of one report, with the hash of its bytes."""

    sequence: int
    id: str
    received_at: datetime
    media_type: str
    reporter: str
    measuring_point: MeasuringPoint
    channel: Channel | None
    sample: bool
    body_bytes: int
    sha256: str

    @property
    def line(self) -> str:
        """All of it as one line of text, of which what is sealed is the hash: ten parts between blanks."""
        facts = _facts(self)
        return " ".join((*facts[:_CHANNEL], self.channel or "-", *facts[_CHANNEL:]))

    @property
    def digest(self) -> str:
        return sha256(self.line.encode()).hexdigest()


def sheet(number: int, previous: str, digests: Sequence[str]) -> bytes:
    """A sheet: its number, the SHA-256 of the sheet before it (64 zeros for the first), and a hash a report."""
    return "".join(f"{line}\n" for line in (f"{HEAD} {number}", previous, *digests)).encode()


def read(content: bytes) -> frozenset[str]:
    """The hashes on a sheet.

    Raises:
        Rejected: ``seal-broken``.
    """
    parts = _SHEET.fullmatch(content)
    if not parts:
        raise Rejected("seal-broken", "a sheet of the log is not written as sheets are")
    return frozenset(parts[3].decode().split())


def is_on(report: PackedReport, digests: frozenset[str]) -> bool:
    """Whether what was sealed of a report is on a sheet, and agrees with what a package says of it."""
    parts = report.sealed_as.split(" ", 9)
    sealed = (*parts[:_CHANNEL], *parts[_CHANNEL + 1 :])
    return sealed == _facts(report) and sha256(report.sealed_as.encode()).hexdigest() in digests


def _facts(said: Taken | PackedReport) -> tuple[str, ...]:
    """What is sealed of a report, but the channel: a package has the one that was found out, the log the one stated."""
    return (
        str(said.sequence),
        said.id,
        said.received_at.isoformat(),
        said.sha256,
        str(said.body_bytes),
        quote(said.reporter),
        said.measuring_point,
        "sample" if said.sample else "real",
        said.media_type,
    )
