"""What somebody pasted, looked at without keeping it: what it is, where from, how many others reported it."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Literal

import msgspec
from msgspec import Struct

from spamatlas.model import Channel, Message, Origin, Verdict
from spamatlas.trace import Directory, look_up
from spamatlas.trace.look_up import Record

Kind = Literal["message", "link", "number", "email", "address"]
Sightings = Callable[[str, str], Mapping[str, Any]]

LONGEST_THING = 2_000
STEPS = (1, 2, 5)
_MAIL = re.compile(r"[^\s@<>\"']{1,64}@[^\s@<>\"',;]{1,253}\.[^\s@<>\"',;.]{2,63}")


class Pasted(Struct, frozen=True, kw_only=True):
    """What somebody wants to know about: a text, with its sender and channel where they are known, or a file."""

    text: str = ""
    sender: str = ""
    channel: Channel | None = None
    file: bytes = b""
    media_type: str = "application/octet-stream"


class Thing(Struct, frozen=True):
    """What was pasted: a whole message, or one thing alone that is written in ``value`` as directories know it."""

    kind: Kind
    value: str = ""
    known: Record | None = None


class Crowd(Struct, frozen=True, kw_only=True):
    """How many others reported it, rounded down so that nobody can be told apart.

    ``is_enough`` says whether at least ``floor`` distinct people did; where it is false nothing else is told, not even
    whether anybody did. Counts are at least so many; times are rounded to the day.
    """

    is_enough: bool
    floor: int
    reports: int = 0
    reporters: int = 0
    first_seen: str = ""
    last_seen: str = ""


class Checked(Struct, frozen=True, kw_only=True):
    """The answer to a check; ``more`` counts the messages of a file that were not looked at.

    ``under`` are the verdicts under the profiles that were asked for beside the node's own.
    """

    thing: Thing
    message: Message
    origin: Origin
    verdict: Verdict
    crowd: Crowd
    more: int = 0
    under: tuple[Verdict, ...] = ()


def thing_in(text: str, directory: Directory) -> Thing:
    """Whether a text is one link, number, mail address or network address and nothing else; else a message."""
    alone = text.strip().strip("<>")
    if not alone or "\n" in alone or len(alone) > LONGEST_THING:
        return Thing("message")
    if _MAIL.fullmatch(alone.removeprefix("mailto:")):
        alone = alone.removeprefix("mailto:")
        return Thing("email", alone, look_up(alone, directory))
    known = look_up(alone.removeprefix("tel:"), directory)
    match known.kind:
        case "number" if known.number and known.number.state != "unreadable":
            return Thing("number", known.number.number, known)
        case "address" if known.address:
            return Thing("link" if "/" in alone else "address", known.address.address, known)
        case "domain" if known.domain and " " not in alone:
            return Thing("link", known.domain.host, known)
        case _:
            return Thing("message")


def line_of(thing: Thing, text: str, sender: str, channel: Channel | None, identifier: str) -> bytes:
    """What was pasted as a report line: a number or a mail address alone is a sender, all else a text."""
    line: dict[str, Any] = {"id": identifier, "channel": channel or Channel.OTHER, "text": text, "sender": sender}
    if thing.kind == "number":
        line |= {"text": "", "sender": thing.value}
    elif thing.kind == "email":
        line |= {"text": "", "sender": thing.value, "channel": Channel.EMAIL}
    return msgspec.json.encode(line)


def crowd_of(thing: Thing, sightings: Sightings, floor: int) -> Crowd:
    """How many reported this one thing; a number and a mail address count as senders too."""
    asked = {"link": "host", "number": "number", "email": "sender", "address": "address"}
    if thing.kind == "message":
        return Crowd(is_enough=False, floor=floor)
    kind = "address" if thing.kind == "link" and thing.known and thing.known.kind == "address" else asked[thing.kind]
    seen = sightings(kind, thing.value)
    if not seen:
        return Crowd(is_enough=False, floor=floor)
    return crowd(seen["reports"], seen["reporters"], floor, seen["first_seen"], seen["last_seen"])


def crowd(
    reports: int, reporters: int, floor: int, first_seen: datetime | None = None, last_seen: datetime | None = None
) -> Crowd:
    """These counts as anybody may know them: nothing below ``floor`` people, else rounded down."""
    if reporters < max(floor, 1):
        return Crowd(is_enough=False, floor=floor)
    return Crowd(
        is_enough=True,
        floor=floor,
        reports=max(floor, rounded(reports)),
        reporters=max(floor, rounded(reporters)),
        first_seen=f"{first_seen:%Y-%m-%d}" if first_seen else "",
        last_seen=f"{last_seen:%Y-%m-%d}" if last_seen else "",
    )


def rounded(count: int) -> int:
    """The largest of 1, 2, 5, 10, 20, 50 … that is not above a count; 0 for none."""
    power = 1
    while count >= 10 * power:
        power *= 10
    return max((step * power for step in STEPS if step * power <= count), default=0)
