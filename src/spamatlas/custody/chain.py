"""A chain of events, each line naming the hash of the line before: of custody, and the audit trail."""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import TypeVar

import msgspec

from spamatlas.model import Deed, Handling, Rejected
from spamatlas.model.custody import ChainEnd
from spamatlas.model.digest import NO_DIGEST

MOST_BYTES = 100_000_000
Event = TypeVar("Event", Handling, Deed)
_encode = msgspec.json.Encoder(order="deterministic").encode


def line(event: Handling | Deed, number: int, previous: str) -> bytes:
    """An event as the line of this number, after the line with this hash."""
    return _encode(msgspec.structs.replace(event, number=number, previous=previous))


def linked(events: Iterable[Handling]) -> bytes:
    """The events as JSON lines, in the order of time and of the log, numbered and linked."""
    lines: list[bytes] = []
    previous = NO_DIGEST
    for number, event in enumerate(sorted(events, key=lambda each: each.at), 1):
        lines.append(line(event, number, previous))
        previous = sha256(lines[-1]).hexdigest()
    return b"".join(each + b"\n" for each in lines)


def end(chain: bytes) -> ChainEnd:
    """How long a chain is, and the hash of its last line."""
    lines = chain.split(b"\n")[:-1]
    return ChainEnd(len(lines), sha256(lines[-1]).hexdigest() if lines else NO_DIGEST)


def read(chain: bytes) -> Sequence[Handling]:
    """The events of a chain in which nothing was changed, taken out, put in or moved.

    Raises:
        Rejected: ``chain-broken``, with the number of the line that does not follow.
    """
    if chain and not chain.endswith(b"\n"):
        raise Rejected("chain-broken", "its last line is cut off")
    return [*followed(chain.split(b"\n")[:-1], Handling)]


def followed(lines: Iterable[bytes], kind: type[Event]) -> Iterator[Event]:
    """The events of these lines (without their ends), one after the other, as far as each follows the one before.

    Raises:
        Rejected: as ``read``.
    """
    decode = msgspec.json.Decoder(kind).decode
    previous, last = NO_DIGEST, None
    for number, each in enumerate(lines, 1):
        try:
            event = decode(each)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise Rejected("chain-broken", f"line {number} can't be read") from error
        if event.number != number or event.previous != previous:
            raise Rejected("chain-broken", f"line {number} does not follow the line before it")
        if last and event.at < last:
            raise Rejected("chain-broken", f"line {number} is earlier than the line before it")
        yield event
        previous, last = sha256(each).hexdigest(), event.at
