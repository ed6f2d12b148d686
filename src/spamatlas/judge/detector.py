from collections.abc import Callable, Iterator
from typing import Literal

from msgspec import Struct

from spamatlas.model import Channel, Message, Origin

ALL: frozenset[Channel] = frozenset(Channel)
TEXTS: frozenset[Channel] = frozenset(Channel) - {Channel.VOICE}

Part = Literal[
    "text",
    "beyond_ascii",
    "links",
    "numbers",
    "headers",
    "sender",
    "attachments",
    "page_holds",
    "authentication",
    "call",
    "hidden_text",
]


class Finding(Struct, frozen=True):
    """One thing that a detector saw. ``facts`` fill the places of the reason's words; no personal data.

    ``strength`` multiplies the detector's weight (1 for the plain case).
    """

    facts: dict[str, str] = {}
    strength: float = 1.0


class Detector(Struct, frozen=True, kw_only=True):
    """One sign for or against spam that can be said in words.

    ``reason`` is a message id in English with ``{named}`` places. ``weight`` is the log-odds that one
    finding adds before anything is fitted, positive towards spam; the shipped model replaces it where
    the training texts show the sign often enough (``training/fit.py``). ``needs`` names the part of a
    message without which the detector has nothing to see: it is then not asked. ``most`` bounds how
    many findings of one message count.
    """

    name: str
    summary: str
    reason: str
    weight: float
    judge: Callable[[Message, Origin], Iterator[Finding]]
    channels: frozenset[Channel] = ALL
    needs: Part = "text"
    most: int = 1
