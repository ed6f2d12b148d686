"""Links that are put there for machines that count them."""

import re
from collections.abc import Iterator

from spamatlas.judge.detector import Detector, Finding
from spamatlas.model import Channel, Message, Origin

_MARKUP = re.compile(r"\[(?:url|link)\s*=|<a\s[^<>]{0,200}href\s*=|\[[^\[\]\n]{1,80}\]\(https?:", re.IGNORECASE)
_MOST_CHARACTERS, _DOMAINS, _WORDS_EACH = 10_000, 8, 12


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding for a post with the markup of two links or more, or with links to eight sites and little else.

    People paste addresses; who sells links writes all markups there are (Mishne and others, Blocking Blog Spam with
    Language Model Disagreement, AIRWeb 2005). Less for a list of sites, which people make too.
    """
    text = message.text[:_MOST_CHARACTERS]
    if len(_MARKUP.findall(text)) >= 2:
        yield Finding()
        return
    sites = len({link.domain for link in message.links[:100]})
    if sites >= _DOMAINS and len(text.split()) < _WORDS_EACH * sites:
        yield Finding(strength=0.5)


DETECTOR = Detector(
    name="planted-links",
    summary="links in the markup of pages, or to many sites at once",
    reason="Its links are there for search engines to count, not for readers.",
    weight=1.2,
    channels=frozenset({Channel.SOCIAL, Channel.WEB, Channel.SEARCH, Channel.IM}),
    needs="links",
    judge=judge,
)
