"""In which order the links of a message are looked at, so that many harmless ones do not hide one that is not."""

from itertools import chain

from msgspec.structs import replace

from spamatlas.judge.alignment import home_of
from spamatlas.model import Link, Message

FEW = 12
"""As many links are all looked at, in whatever order they are."""
MOST, FIRST = 50, 20
"""Links of a message that a detector looks at; where the last ones of a newsletter often are so, the first in turn."""


def in_turn(message: Message) -> tuple[Link, ...]:
    """The links in turn: the first of each registrable domain, then the second of each, and so on.

    Domains come as the message has them; that of From is the last of each round, as whoever sends a mail can fill it
    with links of that one for nothing. One that names another host before an ``@`` counts as of a domain of its own.
    As they are where there are no more than ``FEW``.
    """
    links = message.links
    if len(links) <= FEW:
        return links
    home = home_of(message)
    by_domain: dict[tuple[str, bool], list[Link]] = {}
    for link in links:
        by_domain.setdefault((link.domain, bool(link.userinfo_host)), []).append(link)
    if own := by_domain.pop((home, False), None):
        by_domain[home, False] = own
    rounds: list[list[Link]] = [[] for _ in range(max(map(len, by_domain.values())))]
    for of_domain in by_domain.values():
        for turn, link in zip(rounds, of_domain, strict=False):
            turn.append(link)
    return tuple(chain.from_iterable(rounds))


def with_links_in_turn(message: Message) -> Message:
    """The message with its links ``in_turn``; itself where that changes nothing."""
    if len(message.links) <= FEW or (links := in_turn(message)) == message.links:
        return message
    return replace(message, links=links)
