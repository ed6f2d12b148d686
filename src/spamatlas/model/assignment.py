import re

from msgspec import Struct

MARK = "~"
"""What an anchor begins with that proves nothing alone: of these only a hash is kept. Sorts behind every letter."""

_NAME = re.compile(r"(?:[Cc]-)?[0-9A-Fa-f]{1,16}")


class Signature(Struct, frozen=True, gc=False):
    """What campaigns are told apart by, computed by a worker from one message alone.

    ``fingerprint`` is a 64-bit hash of the fully normalised content, 0 where there is too little to
    compare. ``sketch`` (64 little-endian 16-bit words, or empty) says how alike two messages' words are.
    ``anchors`` are the things that rewording does not change, each ``kind:value`` (``link:example.org/p``,
    ``number:+8821612345``, ``account:…``, ``file:<sha256>``), then the marks (``~block:<hash>``), which prove
    nothing alone.
    """

    fingerprint: int
    sketch: bytes = b""
    anchors: tuple[str, ...] = ()


class Likeness(Struct, frozen=True, gc=False, omit_defaults=True):
    """Why a message was put where it was: ``linkage`` names the piece, ``score`` is 0..1."""

    linkage: str
    score: float
    detail: str = ""


class Assignment(Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """Which campaign a message belongs to, and what was known of that campaign at that moment.

    ``campaign`` is a stable 64-bit id. ``size`` counts its messages with this one, ``reporters`` and
    ``recipients`` the distinct ones (0 where unknown), ``first_seen`` is seconds since 1970. ``hourly`` is how many of
    its messages came an hour within the last day, or since the first where that is less (an hour at least); 0 where
    unknown.
    """

    campaign: int
    size: int = 1
    reporters: int = 1
    recipients: int = 0
    first_seen: float = 0.0
    hourly: float = 0.0
    likenesses: tuple[Likeness, ...] = ()

    @property
    def last_day(self) -> int:
        """How many of its messages came within the last day, about; 0 where unknown."""
        return min(self.size, round(24 * self.hourly))


def campaign_name(campaign: int) -> str:
    """The id as people write it: ``C-`` and 16 hexadecimal digits."""
    return f"C-{campaign:016x}"


def campaign_number(name: str) -> int:
    """The id behind a written name.

    Raises:
        ValueError: when it is not a campaign's name; 0 names none.
    """
    if not _NAME.fullmatch(name) or not (number := int(name.removeprefix("C-").removeprefix("c-"), 16)):
        raise ValueError(f"{name} is no campaign's name: C- and 16 hexadecimal digits")
    return number
