"""A link under a top-level domain that spammers favour."""

from collections.abc import Iterator

from spamatlas.judge.detector import Detector, Finding
from spamatlas.judge.link_order import MOST
from spamatlas.model import Message, Origin

# Suffixes named again and again for abuse in public registries' and researchers' lists (Spamhaus, Interisle 2021-2024).
SUFFIXES = frozenset(
    [
        "top",
        "xyz",
        "icu",
        "click",
        "buzz",
        "cyou",
        "cfd",
        "sbs",
        "rest",
        "monster",
        "quest",
        "bond",
        "shop",
        "online",
        "site",
        "store",
        "live",
        "fun",
        "vip",
        "work",
        "loan",
        "win",
        "bid",
        "tk",
        "ml",
        "ga",
        "cf",
        "gq",
        "cc",
        "pw",
        "ru.com",
        "za.com",
        "zip",
        "mov",
        "lol",
        "bar",
        "beauty",
        "hair",
        "skin",
        "boats",
        "autos",
        "homes",
        "yachts",
        "life",
        "today",
        "world",
        "club",
        "link",
        "info",
        "support",
        "help",
        "invalid",
    ]
)


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding for the first link under such a suffix."""
    for link in message.links[:MOST]:
        suffix = link.domain.rpartition(".")[2]
        if suffix in SUFFIXES:
            yield Finding({"suffix": suffix})
            return


DETECTOR = Detector(
    name="cheap-suffix",
    summary="a link under a suffix with much abuse",
    reason="A link is under .{suffix}, where abuse is common.",
    weight=0.9,
    needs="links",
    judge=judge,
)
