"""A host name put together from words that make people enter something."""

import re
from collections.abc import Iterator
from functools import lru_cache

from spamatlas.judge.brands import bait_words
from spamatlas.judge.detector import Detector, Finding
from spamatlas.judge.detectors.cheap_suffix import SUFFIXES
from spamatlas.judge.link_order import MOST
from spamatlas.model import Message, Origin

_TAIL = re.compile(r"\d{1,8}\Z")
_LONGEST = 63


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding for the first link whose registrable name is words of entering, paying and parcels alone.

    Three of them, or two beside a number or under a suffix with much abuse, or one beside both: a rule
    of ours. That a name's wording tells of its use before it is used: Hao and others, PREDATOR (CCS 2016).
    """
    for link in message.links[:MOST]:
        if words := _bait_of(link.domain):
            yield Finding({"host": link.domain, "words": words})
            return


@lru_cache(maxsize=8192)
def _bait_of(domain: str) -> str:
    """The words of a name that is nothing but bait, with commas between; empty where it is anything else too."""
    label = domain.partition(".")[0]
    if len(label) > _LONGEST:
        return ""
    bait: list[str] = []
    is_numbered = False
    for part in label.split("-")[:8]:
        bare = _TAIL.sub("", part)
        is_numbered |= len(part) - len(bare) >= 2
        found = bait_words(bare) if bare else ()
        if found is None:
            return ""
        bait += found
    signs = len(bait) + is_numbered + (domain.rpartition(".")[2] in SUFFIXES)
    return ", ".join(bait) if bait and signs >= 3 else ""


DETECTOR = Detector(
    name="bait-host",
    summary="a host name that is nothing but words of entering, paying and parcels",
    reason="The host name {host} is nothing but words that make people enter something: {words}.",
    weight=1.0,
    needs="links",
    judge=judge,
)
