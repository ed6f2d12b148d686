"""A link that shows one place and leads to another."""

import re
from collections.abc import Iterator
from functools import lru_cache

from spamatlas.judge.alignment import believed, home_of, is_aligned
from spamatlas.judge.detector import Detector, Finding
from spamatlas.judge.gateways import is_gateway
from spamatlas.judge.link_order import FIRST
from spamatlas.model import Message, Origin
from spamatlas.suffixes import registrable

_HOST = re.compile(r"(?:https?://)?((?:[a-z0-9-]+\.)+[a-z]{2,24})(?:[/:?#].*)?", re.IGNORECASE)
# Names of files whose endings are countries' too, or newer suffixes; hosts of theirs are mostly said with www or more.
_FILE = re.compile(r"[\w-]+\.(?:md|mov|py|sh|zip)", re.IGNORECASE)
# Within a sentence only what cannot be a word after a full stop, a file or a mail address.
_WITHIN = re.compile(
    r"(?<![\w@./:-])(?:https?://(?:www\.)?|www\.)((?:[a-z0-9-]{1,63}\.){1,6}[a-z]{2,24})(?![\w@-])"
    r"|(?<![\w@./:-])((?:[a-z0-9-]{2,63}\.){1,6}(?:com|org|gov|edu))(?![\w@-]|\.\w)",
    re.IGNORECASE,
)
_MOST_CHARACTERS, _MOST_HOSTS = 300, 5
# Names that are said so, whoever is linked.
_SAID_SO = frozenset({"booking.com", "amazon.com", "salesforce.com", "monday.com", "change.org", "hotels.com"})


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield a finding for each link whose visible text is a host outside the target's domain, or names only such hosts.

    Less for hosts within a sentence. Senders write their own host though their clicks are counted elsewhere: none for
    the domain of a sender that stands by it. Those that a receiver's gateway rewrote are left out.
    """
    for link in message.links[:FIRST]:
        if link.found_in != "html" or "." not in link.text:
            continue
        text = link.text[:_MOST_CHARACTERS].strip()
        seen = _HOST.fullmatch(text)
        if seen:
            host = seen.group(1).lower()
            shown = "" if _same(host, link.domain) or not registrable(host) or _FILE.fullmatch(text) else host
        else:
            shown = _shown_within(text, link.domain)
        if shown and not is_gateway(link.host) and not _is_senders(message, shown):
            yield Finding({"shown": shown, "target": link.domain}, 1.0 if seen else 0.7)


@lru_cache(maxsize=4096)
def _shown_within(text: str, domain: str) -> str:
    """The first host that a sentence names, if none of those that it names is of the domain; else empty."""
    hosts = [
        (match[1] or match[2]).lower() for match, _ in zip(_WITHIN.finditer(text), range(_MOST_HOSTS), strict=False)
    ]
    hosts = [host for host in hosts if registrable(host)]
    if not hosts or any(_same(host, domain) for host in hosts) or registrable(hosts[0]) in _SAID_SO:
        return ""
    return hosts[0]


def _is_senders(message: Message, host: str) -> bool:
    """Whether the host is the sender's, and DMARC passed or the sender's own domain signed."""
    home = home_of(message)
    return (
        bool(home)
        and home == registrable(host)
        and any(
            each.result == "pass" and each.method in ("dmarc", "dkim") and is_aligned(each, home)
            for each in believed(message)
        )
    )


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
