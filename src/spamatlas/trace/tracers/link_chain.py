import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from spamatlas.model import Channel, Sighting
from spamatlas.model.shorteners import SHORTENERS
from spamatlas.trace.stated_fields import name_in
from spamatlas.trace.tracer import Scene, Tracer

MOST_LINKS = 4
_INNER = re.compile(r"[=/](https?(?:://|%3a%2f%2f)[^\s&#]{4,500})", re.IGNORECASE)


def trace(scene: Scene) -> Iterator[Sighting]:
    """Yield what stands between a post and where its links lead: shortening services, and links that hold another link.

    Only what the link itself shows: nothing is fetched, so what a shortening service leads to is not known.
    """
    for link in scene.message.links[:MOST_LINKS]:
        if link.domain in SHORTENERS or link.host in SHORTENERS:
            yield Sighting("redirector", name_in(link.domain), "header", 0.9, "shortening service")
        elif (found := _INNER.search(link.url[:2_000], 10)) and (inner := _host(found[1])) and inner != link.host:
            yield Sighting("link_chain", f"{link.host} {inner}", "header", 0.9, "a link that holds another one")


def _host(inner: str) -> str:
    try:
        return name_in(urlsplit(unquote(inner)).hostname or "")
    except ValueError:
        return ""


TRACER = Tracer(
    name="link-chain",
    summary="shows what stands between a post and where its links lead",
    channels=frozenset({Channel.SOCIAL, Channel.IM, Channel.SEARCH, Channel.WEB}),
    trace=trace,
)
