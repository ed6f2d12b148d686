"""Asking the detectors, each only where it has something to see."""

from collections.abc import Callable, Sequence
from functools import cache
from itertools import islice

from spamatlas.judge import detectors
from spamatlas.judge.detector import Detector, Finding, Part
from spamatlas.judge.link_order import with_links_in_turn
from spamatlas.model import Channel, Message, Origin, Reason
from spamatlas.plugins import pieces

Found = tuple[Detector, Finding]
_Case = tuple[Message, Origin, list[Found]]

_HAS: dict[Part, Callable[[Message], object]] = {
    "text": lambda message: message.text or message.subject or message.sender,
    "beyond_ascii": lambda message: (
        not (message.text.isascii() and message.subject.isascii())
        or any(not file.name.isascii() for file in message.attachments)
    ),
    "links": lambda message: message.links,
    "numbers": lambda message: message.numbers,
    "headers": lambda message: message.headers,
    "sender": lambda message: message.sender,
    "attachments": lambda message: message.attachments,
    "page_holds": lambda message: message.page_holds,
    "authentication": lambda message: message.authentication,
    "call": lambda message: message.call,
    "hidden_text": lambda message: message.hidden_text,
}


@cache
def all_detectors() -> dict[str, Detector]:
    """Every detector, by name.

    Raises:
        ImportError: one does not load, or two share a name.
    """
    return pieces(detectors, Detector)


@cache
def _by_channel(channel: Channel) -> tuple[tuple[Callable[[Message], object], tuple[Detector, ...]], ...]:
    wanted = [detector for detector in all_detectors().values() if channel in detector.channels]
    parts = {part: tuple(piece for piece in wanted if piece.needs == part) for part in _HAS}
    return tuple((_HAS[part], group) for part, group in parts.items() if group)


def findings(messages: Sequence[Message], origins: Sequence[Origin]) -> list[list[Found]]:
    """What the detectors see in each message, each at most as often as its record says; of many links, those of each
    domain in turn.

    A detector looks at all messages before the next one does, which takes a fifth less time than the other way round.
    """
    found: list[list[Found]] = [[] for _ in messages]
    by_channel: dict[Channel, list[_Case]] = {}
    for message, origin, seen in zip(messages, origins, found, strict=True):
        by_channel.setdefault(message.channel, []).append((with_links_in_turn(message), origin, seen))
    for channel, cases in by_channel.items():
        for has, group in _by_channel(channel):
            _ask(group, [case for case in cases if has(case[0])])
    return found


def _ask(group: Sequence[Detector], cases: Sequence[_Case]) -> None:
    for detector in group:
        judge, most = detector.judge, detector.most
        for message, origin, seen in cases:
            for finding in islice(judge(message, origin), most):
                seen.append((detector, finding))


def reason(detector: Detector, finding: Finding, weight: float) -> Reason:
    """A finding in words, with what it adds to the log-odds."""
    return Reason(detector.name, round(weight, 3), detector.reason, finding.facts)
