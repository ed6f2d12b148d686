"""The chain of custody: what was done with what was filed, each line naming the hash of the line before."""

from collections.abc import Iterable, Sequence
from hashlib import sha256

import msgspec

from spamatlas.model import Handling, Rejected
from spamatlas.model.custody import ChainEnd

BEGINNING = "0" * 64
MOST_BYTES = 100_000_000
_decode = msgspec.json.Decoder(Handling).decode
_encode = msgspec.json.Encoder(order="deterministic").encode


def linked(events: Iterable[Handling]) -> bytes:
    """The events as JSON lines, in the order of time and of the log, numbered and linked."""
    lines: list[bytes] = []
    previous = BEGINNING
    for number, event in enumerate(sorted(events, key=lambda each: each.at), 1):
        lines.append(_encode(msgspec.structs.replace(event, number=number, previous=previous)))
        previous = sha256(lines[-1]).hexdigest()
    return b"".join(line + b"\n" for line in lines)


def end(chain: bytes) -> ChainEnd:
    """How long a chain is, and the hash of its last line."""
    lines = chain.split(b"\n")[:-1]
    return ChainEnd(len(lines), sha256(lines[-1]).hexdigest() if lines else BEGINNING)


def read(chain: bytes) -> Sequence[Handling]:
    """The events of a chain in which nothing was changed, taken out, put in or moved.

    Raises:
        Rejected: ``chain-broken``, with the number of the line that does not follow.
    """
    if chain and not chain.endswith(b"\n"):
        raise Rejected("chain-broken", "its last line is cut off")
    events: list[Handling] = []
    previous = BEGINNING
    for number, line in enumerate(chain.split(b"\n")[:-1], 1):
        try:
            event = _decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise Rejected("chain-broken", f"line {number} can't be read") from error
        if event.number != number or event.previous != previous:
            raise Rejected("chain-broken", f"line {number} does not follow the line before it")
        if events and event.at < events[-1].at:
            raise Rejected("chain-broken", f"line {number} is earlier than the line before it")
        events.append(event)
        previous = sha256(line).hexdigest()
    return events
