"""Where a page shows its text otherwise than its source has it: in a line, turned round, drawn, from its sheet."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser

from spamatlas.parse.mail.page_style import Rule

MOST_TURNED = 500
MOST_DRAWN = 500
LEAST_WRITTEN = 12
"""Signs: what sheets write before and after their elements otherwise is a quotation mark, an arrow, a word."""

_IN_LINE_HINT = re.compile(r"display\s{0,3}:\s{0,3}inline(?![-\w])")
_IN_LINE = re.compile(
    r"<(div|p|li|h[1-6]|td|center)(\s[^<>]{0,300}?display\s{0,3}:\s{0,3}inline(?![-\w])[^<>]{0,300})>([^<>]{0,40})</\1\s{0,9}>",
    re.IGNORECASE,
)
_TURNED_LINES = re.compile("\u202e([^\u202c\u202e]*)\u202c")
_BESIDE = re.compile(r"::?(?:before|after)\b", re.IGNORECASE)
_WRITTEN = re.compile(r"(?<![\w-])content\s{0,9}:\s{0,9}([\"'])([^\"']{1,2000})\1", re.IGNORECASE)
_ESCAPED = re.compile(r"\\([0-9a-fA-F]{1,6})\s?")


def in_line(html: str, small: str) -> str:
    """The page with ``span`` for each block of a few letters that a style puts in a line (CSS Display 3, section 2.1):
    a block begins a line, and letters one by one are then no words. ``small`` is the page in small letters.
    """
    return _IN_LINE.sub(r"<span\2>\3</span>", html) if _IN_LINE_HINT.search(small) else html


def turn(tree: LexborHTMLParser, small: str) -> None:
    """Set the controls of an override (Unicode UAX 9, section 2.2) round what the page turns: ``bdo`` (WHATWG HTML,
    section 4.5.25) and ``unicode-bidi`` (CSS Writing Modes 4, section 2.2). ``small`` is the page in small letters.
    """
    selectors = ["bdo[dir=rtl i]"] if "<bdo" in small else []
    if "bidi-override" in small:
        selectors.append("[style*='bidi-override' i][style*='rtl' i]")
    for selector in selectors:
        for node in tree.css(selector)[:MOST_TURNED]:
            node.insert_before("\u202e")
            node.insert_after("\u202c")


def turned_by_line(text: str) -> str:
    """The text with an override for each of the lines that one goes over: it ends with the paragraph (UAX 9, P1)."""
    if "\u202e" not in text:
        return text
    return _TURNED_LINES.sub(lambda found: f"\u202e{found[1]}\u202c".replace("\n", "\u202c\n\u202e"), text)


def drawn_text(tree: LexborHTMLParser) -> str:
    """The text in the drawings of a page (SVG 2, section 11.2)."""
    drawn = tree.css("svg text,svg foreignobject")[:MOST_DRAWN]
    return "\n".join(node.text(deep=True, separator=" ", strip=False) for node in drawn)


def sheet_text(rules: list[Rule]) -> Iterator[str]:
    """What a sheet writes before and after elements (CSS Generated Content 3, section 1.2), if no mere sign."""
    for rule in rules:
        if any(_BESIDE.search(name) for name in rule.selectors):
            for _, written in _WRITTEN.findall(rule.written):
                if len(written) >= LEAST_WRITTEN:
                    yield _ESCAPED.sub(_sign, written)


def _sign(found: re.Match[str]) -> str:
    """The sign of an escape (CSS Syntax 3, section 4.3.7)."""
    code = int(found[1], 16)
    return chr(code) if 0 < code < 0xD800 or 0xDFFF < code <= 0x10FFFF else "\ufffd"
