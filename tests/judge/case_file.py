"""Messages in files: fields, a blank line, the text; ``=== next`` between cases."""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from spamatlas.model import (
    Attachment,
    Authentication,
    Call,
    Channel,
    Hop,
    Link,
    Message,
    Origin,
    Party,
    PartyKind,
    PhoneNumber,
    Sighting,
)

_ESCAPE = re.compile(r"\\u([0-9a-f]{4})")


def cases(path: Path) -> Iterator[tuple[set[str], Message, Origin]]:
    for case in path.read_text("utf-8").split("=== next\n"):
        head, _, text = case.partition("\n\n")
        fields = [tuple(part.strip() for part in line.partition(":")[::2]) for line in head.strip().splitlines()]
        yield _case(fields, _ESCAPE.sub(lambda found: chr(int(found.group(1), 16)), text.rstrip("\n")))


def _case(fields: list[tuple[str, ...]], text: str) -> tuple[set[str], Message, Origin]:
    expected: set[str] = set()
    held: dict[str, Any] = {"submission_id": "case", "channel": Channel.EMAIL, "text": text}
    many: dict[str, list[Any]] = {}
    for name, value in fields:
        parts = [part.strip() for part in value.split("|")]
        if name == "expect":
            expected = set(value.split())
        elif name == "channel":
            held["channel"] = Channel(value)
        elif name == "link":
            url, domain = parts[0], parts[1]
            host = url.partition("://")[2].partition("/")[0]
            many.setdefault("links", []).append(Link(url, host, domain, *parts[2:]))
        elif name == "number":
            many.setdefault("numbers", []).append(PhoneNumber(*parts))
        elif name == "file":
            many.setdefault("attachments", []).append(_file(*parts))
        elif name in _ON_THE_WAY:
            for part, item in _ON_THE_WAY[name](parts):
                many.setdefault(part, []).append(item)
        elif name in ("header", "warning", "page_hold"):
            many.setdefault(f"{name}s", []).append((parts[0], parts[1]) if name == "header" else value)
        elif name == "call":
            held["call"] = Call(
                **{key: _value(word) for key, _, word in (part.partition("=") for part in parts if part)}
            )
        elif name not in ("origin", "sighting"):
            held[name] = _part(name, parts, value)
    return expected, Message(**held, **{name: tuple(values) for name, values in many.items()}), _origin(fields)


def _origin(fields: list[tuple[str, ...]]) -> Origin:
    """``origin: key=value | …`` and any number of ``sighting: subject | value | country``."""
    held: dict[str, str] = {}
    sightings = []
    for name, value in fields:
        parts = [part.strip() for part in value.split("|")]
        if name == "origin":
            held = dict(part.split("=") for part in parts)
        elif name == "sighting":
            sightings.append(Sighting(parts[0], parts[1], "statement", 0.6, country="".join(parts[2:])))
    return Origin(**held, sightings=tuple(sightings))


def _file(name: str, media_type: str = "application/octet-stream", kind: str = "", holds: str = "") -> Attachment:
    return Attachment(name, media_type, 9, "0" * 64, kind, tuple(holds.split()))  # type: ignore[arg-type]


def _part(name: str, parts: list[str], value: str) -> Any:
    if name in ("sender", "reply_to"):
        return _party(parts)
    if name.endswith("_at"):
        return datetime.fromisoformat(value)
    if name == "wrapped_in":
        return tuple(parts)
    return int(value) if name.endswith("_bytes") else value


def _hop(parts: list[str]) -> Iterator[tuple[str, Any]]:
    """``by | from_name | helo | address | at``; what is left out at the end is unknown. The newest comes first."""
    by, from_name, helo, address, at = (*parts, *[""] * (5 - len(parts)))
    known = datetime.fromisoformat(at) if at else None
    yield "hops", Hop(by=by, from_name=from_name, helo=helo, address=address, at=known)
    yield "headers", ("Received", " ".join(parts))


def _checked(parts: list[str]) -> Iterator[tuple[str, Any]]:
    yield "authentication", Authentication("mx.example.org", *parts)


def _claimed(parts: list[str]) -> Iterator[tuple[str, Any]]:
    """A result that the receiver's border cannot have stated."""
    yield "authentication", Authentication("mx.example.org", *parts, is_believed=False)


def _recipient(parts: list[str]) -> Iterator[tuple[str, Any]]:
    yield "recipients", _party(parts)


_ON_THE_WAY = {"checked": _checked, "claimed": _claimed, "hop": _hop, "recipient": _recipient}


def _party(parts: list[str]) -> Party:
    kind = (
        PartyKind.EMAIL
        if "@" in parts[0]
        else PartyKind.PHONE
        if parts[0].startswith("+")
        else PartyKind.SHORT_CODE
        if parts[0].isdigit()
        else PartyKind.ALPHANUMERIC
    )
    return Party(kind, *parts)


def _value(word: str) -> Any:
    if word in ("yes", "no"):
        return word == "yes"
    try:
        return float(word)
    except ValueError:
        return word
