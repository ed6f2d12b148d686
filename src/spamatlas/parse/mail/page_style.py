"""What styles say of seeing: whether they hide, their ink and their ground."""

import re
from collections.abc import Iterator
from colorsys import hls_to_rgb
from functools import lru_cache

from msgspec import Struct

MOST_RULES = 5000
MOST_SHEETS = 20
MOST_CHAINS = 50
MOST_VARIABLES = 200
MOST_ADDED = 200_000

_HIDING = re.compile(
    r"display:none|visibility:hidden|(?<![a-z-])opacity:0?(?:\.0\d*)?(?:;|!|$)|(?<![a-z-])filter:opacity\(0?(?:\.0\d*)?%?\)"
    r"|(?<![a-z-])font-size:(?:[0-3](?:\.\d+)?(?:px|pt)?|0?(?:\.[0-2]\d*)?r?em|[01]?\d?(?:\.\d+)?%)(?:;|!|$)"
    r"|max-(?:height|width):0|mso-hide:all|text-indent:-\d{3}|(?<![a-z-])font:0"
    r"|(?<![a-z-])color:(?:transparent|(?:rgb|hsl)a\([\d.,%deg]+,0?(?:\.0\d*)?%?\)|(?:rgb|hsl)a?\([\d.,%deg]+/0?(?:\.0\d*)?%?\)"
    r"|#(?:[0-9a-f]{6}0|[0-9a-f]{3})0(?:;|!|$))"
    r"|(?<![a-z-])(?:left|top|margin-left|margin-top):-(?:\d{4}|[3-9]\d\d)|clip:rect\(0|clip-path:(?:inset\((?:50|100)%|circle\(0)|scale\(0\)|zoom:0(?:;|!|$)"
)
_NO_ROOM = re.compile(r"(?<![a-z-])(?:height|width):[01](?:px|pt|em|%)?(?:;|!|$)")
_OFF_FLOW = re.compile(r"position:(?:absolute|fixed)")
_BLANK_IN_NUMBERS = re.compile(r"(?<=[\d%g])\s+(?=[\d.])")
_ONE_VALUE = re.compile(r"calc\((-?[\d.]{1,9}[a-z%]{0,4})\)")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_VARIABLE = re.compile(r"(?<![\w-])(--[\w-]{1,60})\s{0,9}:([^;{}<>\"']{1,60})")
_USED = re.compile(r"\bvar\(\s{0,9}(--[\w-]{1,60})\s{0,9}(?:,([^()]{0,200}))?\)", re.IGNORECASE)
_INK = re.compile(r"(?<![a-z-])color:([^;!]+)")
_GROUND = re.compile(r"background(?:-color)?:(#[0-9a-f]{3,6}|(?:rgb|hsl)a?\([\d.,%deg]+\)|[a-z]+)")
_SIX_DIGITS = re.compile("#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})\\Z")
_NUMBER = re.compile(r"\d{1,3}")
_HSL = re.compile(r"hsla?\((\d{1,3})(?:\.\d+)?(?:deg)?,(\d{1,3})(?:\.\d+)?%,(\d{1,3})(?:\.\d+)?%\)")
_NAMED = {"white": "#ffffff", "black": "#000000", "red": "#ff0000", "blue": "#0000ff", "yellow": "#ffff00"}
_LEAST_DIFFERENCE = 20

_NAME = r"(?:--|-?[^\W\d])[\w-]*"  # an identifier (CSS Syntax 3, section 4.3.9); the parser raises on others
_COMPOUND = rf"(?:{_NAME}(?:[.#]{_NAME}){{0,3}}|(?:[.#]{_NAME}){{1,3}})"
_SIMPLE = re.compile(rf"{_COMPOUND}\Z")
# Selectors 4, sections 14.1 and 14.2: what is in another, and what is right in it.
_CHAIN = re.compile(rf"{_COMPOUND}(?:\s{{0,3}}(?:>|\s)\s{{0,3}}{_COMPOUND}){{1,4}}\Z")
_SHEET = re.compile("</?style", re.IGNORECASE)
_WHOLE = frozenset({"body", "html", "*", ":root"})


class Style(Struct, frozen=True):
    """What declarations say: whether they hide, the ink, the ground; empty where they do not say."""

    hides: bool
    ink: str
    ground: str


class Rule(Struct, frozen=True):
    """A rule of a sheet: its selectors one by one, and its declarations as written."""

    selectors: tuple[str, ...]
    written: str


@lru_cache(maxsize=16_384)
def style_of(written: str) -> Style:
    """What a ``style`` attribute or the body of a rule says of seeing; mails repeat the same few hundred."""
    style = _normal(written)
    ink, ground = _INK.search(style), _GROUND.search(style)
    is_ground = ground and ground[1] not in ("none", "transparent", "inherit", "url")
    behind = colour_of(ground[1]) if ground and is_ground else "picture" if "url(" in style else ""
    has_no_room = "overflow:hidden" in style and _NO_ROOM.search(style)
    is_behind = "z-index:-" in style and _OFF_FLOW.search(style)
    return Style(bool(has_no_room or is_behind or _HIDING.search(style)), ink[1] if ink else "", behind)


def _normal(written: str) -> str:
    """The declarations in small letters and without blanks, comments and calculations of one value."""
    style = written.lower()
    if "/*" in style:
        style = _COMMENT.sub("", style)
    if "(" in style:
        style = _BLANK_IN_NUMBERS.sub(",", style)
        style = _ONE_VALUE.sub(r"\1", style)
    return "".join(style.split())


def with_variables(html: str) -> str:
    """The page with the values of its variables where they are used (CSS Custom Properties 1, section 3), or what is
    to stand there without one. A variable counts as set once, for the whole page.
    """
    known: dict[str, str] = {}
    for found in _VARIABLE.finditer(html):
        known.setdefault(found[1], found[2].strip())
        if len(known) >= MOST_VARIABLES:
            break
    return _USED.sub(lambda use: known.get(use[1], use[2] or ""), html)[: len(html) + MOST_ADDED]


def colour_of(written: str) -> str:
    """A colour as # and six digits, or as it is written where it is in no form that is read."""
    written = _NAMED.get(written, written)
    if written.startswith("rgb"):
        numbers = [min(int(part), 255) for part in _NUMBER.findall(written)[:3]]
        return "#" + "".join(f"{number:02x}" for number in numbers)
    if written.startswith("hsl") and (parts := _HSL.match(written)):
        hue, saturation, light = (int(part) for part in parts.groups())
        shares = hls_to_rgb(hue / 360, min(light, 100) / 100, min(saturation, 100) / 100)
        return "#" + "".join(f"{round(share * 255):02x}" for share in shares)
    if written.startswith("#") and len(written) == 4:
        return "#" + "".join(sign * 2 for sign in written[1:])
    return written


@lru_cache(maxsize=4_096)
def are_alike(ink: str, ground: str) -> bool:
    """Whether two colours are one to the eye: no part of them differs by more than 20 of 255 (a contrast below 1.2;
    WCAG 2.2, contrast ratio).
    """
    if ink == ground:
        return True
    pair = _SIX_DIGITS.match(ink), _SIX_DIGITS.match(ground)
    parts = [[int(part, 16) for part in found.groups()] for found in pair if found]
    return len(parts) == 2 and all(
        abs(first - second) <= _LEAST_DIFFERENCE for first, second in zip(*parts, strict=True)
    )


def rules_in(html: str, small: str) -> Iterator[Rule]:
    """The rules of a page's own sheets, save those in blocks (``@media``), which say nothing of the screen at hand.

    ``small`` is the page in small letters.
    """
    if small.count("style") != html.count("style"):
        html = _SHEET.sub(_in_small, html)
    for sheet in between(html, "<style", "</style", MOST_SHEETS):
        inside = False
        for rule in sheet.partition(">")[2].split("}")[:MOST_RULES]:
            selectors, brace, written = rule.partition("{")
            inside = bool(brace) and (inside or "{" in written)
            if brace and not inside:
                yield Rule(tuple(name.strip() for name in selectors.split(",")), written[:2000])


def _in_small(found: re.Match[str]) -> str:
    return found[0].lower()


def hiding_selectors(rules: list[Rule]) -> Iterator[str]:
    """The selectors of what rules hide, of the kinds that the tree is sure to take; chains of them are few."""
    chains = 0
    for rule in rules:
        style = style_of(rule.written)
        is_own_ground = bool(style.ink and style.ground) and are_alike(colour_of(style.ink), style.ground)
        if not style.hides and not is_own_ground:
            continue
        for name in rule.selectors:
            if _SIMPLE.match(name) and (style.hides or name not in _WHOLE):
                yield name
            elif chains < MOST_CHAINS and _CHAIN.match(name):
                chains += 1
                yield name


def whole_style(rules: list[Rule], written: str) -> Style:
    """Ink and ground of the whole page, by its rules and by what its body says of itself, which comes last."""
    ink, ground = "", ""
    for rule in rules:
        if not _WHOLE.isdisjoint(rule.selectors):
            style = style_of(rule.written)
            ink, ground = style.ink or ink, style.ground or ground
    style = style_of(written[:2000])
    return Style(False, colour_of(style.ink or ink), style.ground or ground)


def inked_selectors(rules: list[Rule]) -> list[str] | None:
    """The selectors of what rules give another ink than the whole page has; None where one is of no kind that the tree
    is sure to take, as then nobody knows what has it.
    """
    found: list[str] = []
    for rule in rules:
        if not _WHOLE.isdisjoint(rule.selectors) or not style_of(rule.written).ink:
            continue
        for name in rule.selectors:
            plain = name.partition(":")[0]
            if not _SIMPLE.match(plain) and not _CHAIN.match(plain):
                return None
            found.append(plain)
    return found[:MOST_CHAINS]


def between(html: str, start: str, end: str, most: int) -> Iterator[str]:
    """What stands between two marks, at most so often; in one pass, whatever is left open."""
    at = html.find(start)
    while at >= 0 and most:
        close = html.find(end, at)
        if close < 0:
            return
        yield html[at + len(start) : close]
        at, most = html.find(start, close), most - 1
