"""A link that hides where it leads."""

from collections.abc import Iterator

from spamatlas.judge.detector import Detector, Finding
from spamatlas.judge.link_order import MOST
from spamatlas.model import Message, Origin
from spamatlas.model.shorteners import SHORTENERS


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding a link whose host is a known shortener (ITU-T X.1235 names hidden targets)."""
    for link in message.links[:MOST]:
        if link.domain in SHORTENERS or link.host in SHORTENERS:
            yield Finding({"host": link.domain})


DETECTOR = Detector(
    name="shortened-link",
    summary="a link through a shortening service",
    reason="A shortened link through {host} hides where it leads.",
    weight=0.9,
    needs="links",
    judge=judge,
)
