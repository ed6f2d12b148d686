"""A mail without a word, with something in it that leads elsewhere."""

from collections.abc import Iterator

from spamatlas.judge.detector import Detector, Finding
from spamatlas.model import Channel, Link, Message, Origin

_FEW_LETTERS = 3
_MOST_LINKS = 50
_OWN = 0.5
"""Shops send pictures that lead to their own house, if seldom without a line below them."""


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding where a page has links and no text: what is to be read is in a picture, or in nothing.

    Half of one where all links lead to where the sender is.
    """
    if any(sum(map(str.isalpha, message.text[:most])) > _FEW_LETTERS for most in (20, 1_000)):
        return
    wordless = [link for link in message.links[:_MOST_LINKS] if link.found_in == "html" and _is_wordless(link)]
    domains = {link.domain for link in wordless}
    if not domains:
        return
    sender = message.sender.value.lower().rpartition("@")[2] if message.sender else ""
    is_own = bool(sender) and all(sender == domain or sender.endswith("." + domain) for domain in domains)
    yield Finding(strength=_OWN if is_own else 1.0)


def _is_wordless(link: Link) -> bool:
    """Whether nothing is written on it: its text is then its own address."""
    return not link.text or "://" in link.text


DETECTOR = Detector(
    name="picture-alone",
    summary="a link and no text",
    reason="It has no text of its own, only a picture or an empty space that leads to a page.",
    weight=1.5,
    channels=frozenset({Channel.EMAIL}),
    needs="links",
    judge=judge,
)
