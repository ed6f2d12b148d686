"""A page that its host knows nothing of."""

import re
from collections.abc import Iterator
from functools import lru_cache

from spamatlas.judge.detector import Detector, Finding
from spamatlas.judge.link_order import MOST
from spamatlas.model import Message, Origin

# Folders that hold programs, pictures and proofs of ownership (RFC 8615), never pages.
_FOLDER = re.compile(
    r"/(?:wp-(?:content|includes)/[^?#]{0,300}|wp-admin/(?:css|js|images|includes)/[^?#]{0,300}"
    r"|\.well-known/[^?#]{0,300}|cgi-bin/[^?#]{0,200}/)[^?#/]{1,80}\.(?:html?|php)(?:[?#]|\Z)",
    re.IGNORECASE,
)
# Who is given such a name sells none of what follows.
_PUBLIC = re.compile(r"\.(?:edu|gov|mil|ac|gob|gouv|go|govt|sch|k12)(?:\.[a-z]{2,3}){0,2}\Z")
_WARES = re.compile(
    r"(?<![a-z])(?:casinos?|slots?|gacor|togel|judi|poker|sportsbook|betting|bahis|kazino|viagra|cialis|levitra|pharmacy"
    r"|replica|payday-?loans?|escorts?|porno?|xxx|essay-?writing|cracked?-?apk|free-?robux)(?![a-z])",
    re.IGNORECASE,
)


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding for a page among a host's own programs, or for wares on a host of a school or an authority.

    Both are how pages look that somebody put onto a host of others: Leontiadis and others, Measuring and Analyzing
    Search-Redirection Attacks (USENIX Security 2011).
    """
    for link in message.links[:MOST]:
        url = link.url
        if "/wp-" in url or "/.well-known/" in url or "cgi-bin" in url:
            is_hijacked = bool(_FOLDER.search(url, 0, 2000))
        else:
            is_hijacked = _is_public(link.host) and bool(
                _WARES.search(url.partition("://")[2].partition("/")[2], 0, 1000)
            )
        if is_hijacked:
            yield Finding({"host": link.domain})
            return


@lru_cache(maxsize=8192)
def _is_public(host: str) -> bool:
    return _PUBLIC.search(host) is not None


DETECTOR = Detector(
    name="hijacked-page",
    summary="a page that somebody else seems to have put onto its host",
    reason="It leads to a page on {host} that looks as if somebody else had put it there.",
    weight=1.4,
    needs="links",
    judge=judge,
)
