"""A link that shows one place and leads to another."""

import re
from collections.abc import Iterator

from spamatlas.judge.detector import Detector, Finding
from spamatlas.judge.gateways import is_gateway
from spamatlas.model import Message, Origin

_HOST = re.compile(r"(?:https?://)?((?:[a-z0-9-]+\.)+[a-z]{2,24})(?:[/:?#].*)?", re.IGNORECASE)


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield a finding for each link whose visible text is itself a host outside the target's domain.

    Those that a receiver's gateway rewrote are left out.
    """
    for link in message.links[:30]:
        if link.found_in != "html" or "." not in link.text:
            continue
        seen = _HOST.fullmatch(link.text.strip()[:300])
        if seen and not _same(seen.group(1).lower(), link.domain) and not is_gateway(link.host):
            yield Finding({"shown": seen.group(1).lower(), "target": link.domain})


def _same(host: str, domain: str) -> bool:
    return host == domain or host.endswith("." + domain) or domain.endswith("." + host)


DETECTOR = Detector(
    name="link-mismatch",
    summary="the text of a link names another domain than its target",
    reason="A link shows {shown} but leads to {target}.",
    weight=1.4,
    needs="links",
    judge=judge,
)
