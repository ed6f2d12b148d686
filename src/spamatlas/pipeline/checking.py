"""What somebody pasted, looked at without keeping it: what it is, where from, how many others reported it."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Literal

import msgspec
from msgspec import Struct

from spamatlas.model import Channel, Message, Origin, Verdict
from spamatlas.statistics import Veil
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
    """How many others reported it, told so that nobody can be told apart.

    ``is_enough`` says whether enough distinct people did: between ``min_reporters`` and ``floor``, another number for
    each thing. Where it is false fewer than ``floor`` did, or nobody, and nothing else is told. Counts are at least so
    many: a little is taken off, for a thing always the same, and they are rounded down; times are rounded to the day.
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


def crowd_of(thing: Thing, sightings: Sightings, veil: Veil) -> Crowd:
    """How many reported this one thing; a number and a mail address count as senders too."""
    asked = {"link": "host", "number": "number", "email": "sender", "address": "address"}
    if thing.kind == "message":
        return too_few(veil)
    kind = "address" if thing.kind == "link" and thing.known and thing.known.kind == "address" else asked[thing.kind]
    return crowd(sightings(kind, thing.value), f"{kind} {thing.value.casefold()}", veil)


def crowd(seen: Mapping[str, Any], about: str, veil: Veil) -> Crowd:
    """What anybody may know of ``reports`` and ``reporters`` of a thing; ``first_seen`` and ``last_seen`` may be there.

    ``about`` names the thing, always the same (``statistics.disclosure``).
    """
    if not seen:
        return too_few(veil)
    first, last = seen.get("first_seen"), seen.get("last_seen")
    least = max(veil.least(about, first, last), 1)
    if seen["reporters"] < least:
        return too_few(veil)
    reports, reporters = (seen[name] - veil.taken_off(about) for name in ("reports", "reporters"))
    return Crowd(
        is_enough=True,
        floor=veil.floor + veil.doubt,
        reports=max(veil.floor, rounded(reports)),
        reporters=max(veil.floor, rounded(reporters)),
        first_seen=f"{first:%Y-%m-%d}" if first else "",
        last_seen=f"{last:%Y-%m-%d}" if last else "",
    )


def too_few(veil: Veil) -> Crowd:
    """Fewer than are told of, or nobody."""
    return Crowd(is_enough=False, floor=veil.floor + veil.doubt)


def rounded(count: int) -> int:
    """The largest of 1, 2, 5, 10, 20, 50 … that is not above a count; 0 for none."""
    power = 1
    while count >= 10 * power:
        power *= 10
    return max((step * power for step in STEPS if step * power <= count), default=0)
