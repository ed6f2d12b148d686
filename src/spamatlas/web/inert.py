"""Content from strangers, made safe to look at: text only, nothing that acts, nothing that hides."""

import re
import unicodedata

from markupsafe import Markup, escape

CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""Characters that steer or hide rather than show: C0 and C1 controls, the bidirectional controls of UAX #9,
and the default ignorable code points of Unicode (DerivedCoreProperties.txt)."""

SCHEME = re.compile(r"\b(h)tt(ps?)(?=://)", re.IGNORECASE)
DOT = re.compile(r"(?<=[\w-])\.(?=[\w-])")
URL = re.compile(r"(?:\b[a-z][a-z0-9+.-]*://|\bwww\.)[^\s<>\"']+", re.IGNORECASE)


def defang(url: str) -> str:
    """The address with its scheme and dots broken, so that nothing that reads it follows it."""
    return DOT.sub("[.]", SCHEME.sub(r"\1xx\2", url))


def inert(text: str, limit: int = 20_000) -> Markup:
    """Text as markup that only shows: escaped, addresses defanged, hidden characters named by code point.

    ``limit`` is in characters; what is beyond it is left out and said so by the caller.
    """
    defanged = URL.sub(lambda found: defang(found.group()), text[:limit])
    return Markup("").join(_pieces(defanged))


def plain(text: str, limit: int = 300) -> str:
    """Text for an attribute or a title: hidden characters taken out, lines joined, addresses defanged."""
    return URL.sub(lambda found: defang(found.group()), " ".join(CONTROLS.sub("", text[:limit]).split()))


def _pieces(text: str) -> list[Markup]:
    pieces: list[Markup] = []
    at = 0
    for found in CONTROLS.finditer(text):
        if found.group() == "\r":
            continue
        pieces += [escape(text[at : found.start()]), _shown(found.group())]
        at = found.end()
    return [*pieces, escape(text[at:])]


def _shown(character: str) -> Markup:
    name = unicodedata.name(character, "CONTROL")
    return Markup('<span class="unseen" dir="ltr" title="{}">U+{:04X}</span>').format(name, ord(character))
