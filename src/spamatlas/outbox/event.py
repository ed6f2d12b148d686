"""What a piece says that tells webhooks of one kind of event."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from msgspec import Struct

from spamatlas.outbox import events
from spamatlas.plugins import pieces


class Seen(Struct, frozen=True):
    """What a node looks like from outside at one moment: what everybody may know, and nothing else.

    ``campaigns`` are the latest ones that enough people reported, by name, each with its reports.
    """

    accepted: int = 0
    quarantined: int = 0
    campaigns: dict[str, int] = {}


class Event(Struct, frozen=True, kw_only=True):
    """``tell`` yields what happened between two moments, each as the data of one call."""

    name: str
    summary: str
    tell: Callable[[Seen, Seen], Iterator[Mapping[str, Any]]]


@cache
def known_events() -> Mapping[str, Event]:
    """Every event there is, by its name."""
    return pieces(events, Event)
