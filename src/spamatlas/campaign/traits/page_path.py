"""The shape of the path of a link that leads to a place of the sender's own."""

import re
from collections.abc import Iterator

from spamatlas.campaign.shared_hosts import place_of
from spamatlas.campaign.trait import Trait
from spamatlas.model import Message, Origin

MOST_LINKS = 4
_FEWEST_LETTERS = 8
# What is drawn anew for each copy: runs with figures in them, and long runs of letters without a vowel among four.
_DRAWN = re.compile(r"[A-Za-z0-9_-]*[0-9][A-Za-z0-9_-]*|\b[^\W\d_aeiouyAEIOUY]{5,}\b")


def of(message: Message, _: Origin) -> Iterator[str]:
    """Each path with what is drawn for every copy taken out, where enough is left to be somebody's."""
    for link in message.links[:MOST_LINKS]:
        if place_of(link.host, link.domain)[0] != "own":
            continue
        path = link.url.partition("://")[2].partition("/")[2].partition("?")[0].partition("#")[0].strip("/")
        shape = _DRAWN.sub("*", path)[:200]
        if sum(sign.isalpha() for sign in shape) >= _FEWEST_LETTERS:
            yield shape.lower()


TRAIT = Trait(name="page_path", shared="the same page path", differs="other page paths", weight=0.6, of=of)
