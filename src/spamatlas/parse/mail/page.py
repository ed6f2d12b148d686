"""HTML as a person reads it, and what they do not see of it."""

import re
from collections.abc import Iterator
from html import unescape
from itertools import islice
from urllib.parse import urljoin

from msgspec import Struct
from selectolax.lexbor import LexborHTMLParser, LexborNode

from spamatlas.model import Holding, Link
from spamatlas.model.thin_blanks import without_thin_blanks
from spamatlas.parse.links import MOST_LINKS, link_from
from spamatlas.parse.mail.drawn_code import LEAST_CELLS, codes_in_blocks, codes_in_tables
from spamatlas.parse.mail.page_form import fields_in
from spamatlas.parse.mail.page_layout import drawn_text, in_line, sheet_text, turn, turned_by_line
from spamatlas.parse.mail.page_scheme import held_by, within
from spamatlas.parse.mail.page_style import (
    Rule,
    are_alike,
    between,
    colour_of,
    hiding_selectors,
    inked_selectors,
    rules_in,
    style_of,
    whole_style,
    with_variables,
)

MOST_HTML = 2_000_000
MOST_HIDDEN = 20_000
MOST_STYLED = 5000
MOST_SELECTORS = 1000
"""Of what hides: each is looked for in the whole page."""
SAFE_TAGS = 2000
MOST_TAGS = 30_000

# What begins a line, by its first letter: a choice is made fast among letters whose case counts.
_BLOCKS = {
    "t": "r|able",
    "p": "re|",
    "d": "iv|etails|[ldt]",
    "l": "i",
    "u": "l",
    "o": "l",
    "h": "[1-6]|eader",
    "b": "lockquote",
    "c": "enter",
    "f": "orm|ooter",
    "s": "ection|ummary",
    "a": "rticle",
}
_BLOCK_NAMES = "|".join(f"{letter}(?i:{rest})" for first, rest in _BLOCKS.items() for letter in (first, first.upper()))
_BLOCK = re.compile(rf"<(?=(?:[bBhH][rR]|/?(?:{_BLOCK_NAMES}))\b)")
_LEADING = "base[href],a,area[href],form,[formaction],meta[http-equiv]"
_WHERE = ("href", "formaction", "action", "xlink:href")
_REFRESH = re.compile(
    r"\s{0,20}\d{0,9}(?:\.\d{0,9})?\s{0,20}[;,]?\s{0,20}(?:url\s{0,20}=\s{0,20})?[\"']?([^\"']{4,2000})", re.IGNORECASE
)
_CELL = re.compile(r"</t[dh]", re.IGNORECASE)
_UNSEEN = re.compile(r"<(script|style|noscript|template|iframe|object|svg|textarea)")
_TAG = re.compile(r"<[^<>]{0,500}>")
_ADDRESS = re.compile(
    r"<(?:a|area|form)\s[^<>]{0,1000}?\b(?:href|action)\s{0,9}=\s{0,9}[\"']?\s{0,9}([^\s\"'<>]{1,2000})", re.IGNORECASE
)
_PASSWORD = re.compile(r"<input\s[^<>]{0,1000}?\btype\s{0,9}=\s{0,9}[\"']?password\b", re.IGNORECASE)
_FORMATTING = re.compile(r"<(/?)(?:a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)\b", re.IGNORECASE)
_MARKED = "data-spamatlas-hidden"


class Page(Struct, frozen=True):
    """A page: ``text`` as seen, ``hidden`` as not seen, ``links`` with what the reader saw of each.

    ``pictures`` are the ``src`` of images that hold their own bytes (``data:`` URIs, RFC 2397). ``holds`` is
    ``form`` and ``password`` where there are fields to fill in, and what links open that lead to no host. ``codes`` are
    the texts of codes that no picture draws.
    """

    text: str
    hidden: str
    links: tuple[Link, ...]
    pictures: tuple[str, ...]
    holds: tuple[Holding, ...] = ()
    codes: tuple[str, ...] = ()


def read_page(html: str, is_file: bool = False, tags_left: int = MOST_TAGS) -> Page:
    """The page that a mail program would show; never rendered, nothing fetched.

    Hidden are: display none, no size, no opacity, ink of the ground's colour, rules of the page's own
    style sheet (outside ``@media``), comments, and what a closed ``details`` holds beside its summary (HTML, section
    4.11.1), whose links count as a reader may open it. Where it ``is_file``, its scripts would run: there a field for
    a password needs no form around it. One of more than ``tags_left`` tags is read without the tree of its elements.
    """
    html = html[:MOST_HTML]
    small = html.lower()
    is_styled = "style" in small  # each search of a plain page is spared
    if is_styled and "var(" in small:
        html = with_variables(html)
        small = html.lower()
    # Whatever blanks there are become one in the end: here only the lines of the source must not be lines of the text.
    unbroken = html.replace("\r", " ").replace("\n", " ")
    spaced = _CELL.sub(
        " </td", _BLOCK.sub("\n<", in_line(unbroken, small) if is_styled and "inline" in small else unbroken)
    )
    if _is_bomb(spaced, tags_left):
        return _read_flat(spaced)
    tree = LexborHTMLParser(spaced)
    if tree.root is None:
        return Page("", "", (), ())
    rules = list(islice(rules_in(html, small), MOST_STYLED)) if is_styled and "<style" in small else []
    # Before what is hidden is taken out: cells without letters are without size as often as not.
    codes = codes_in_tables(tree) if small.count("<td") >= LEAST_CELLS else ()
    hidden = _hide(tree, rules)
    hidden += _take_unlit(tree, rules)
    leading = [(node, _address(node)) for node in tree.css(_LEADING)]
    links = tuple(islice(_links(leading), MOST_LINKS))
    # Most pages have no form: the walk for their fields is spared.
    has_forms = any(node.tag == "form" for node, _ in leading)
    fields = fields_in(tree, has_forms) if has_forms or is_file else set()
    opened = {held for _, address in leading[:MOST_LINKS] if address[:4] != "http" and (held := held_by(address))}
    holds = tuple(sorted(fields | opened))
    pictures = tuple(_data_images(tree)) if "data:image" in html else ()
    hidden += _closed(tree) if "<details" in small else []
    if "<bdo" in small or (is_styled and "bidi-override" in small):
        turn(tree, small)
    drawn = drawn_text(tree) if "<svg" in small else ""
    beside = [*sheet_text(rules), drawn] if rules or drawn else []
    tree.strip_tags(["head", *set(_UNSEEN.findall(small))])  # each is a walk through the whole tree
    text = tree.root.text(deep=True, separator="", strip=False)
    if any(beside):
        text = "\n".join(filter(None, (text, *beside)))
    if not text.isascii():
        text = turned_by_line(without_thin_blanks(text))
        codes += codes_in_blocks(text)
    hidden += _comments(html) if "<!--" in html else []
    return Page(tidy(text), tidy("\n".join(hidden))[:MOST_HIDDEN], links, pictures, holds, codes)


def _read_flat(html: str) -> Page:
    """What can be told of a page without the tree of its elements: all its text, where it leads, a password's field."""
    addresses = (match[1] for match in _ADDRESS.finditer(html))
    links = (link for address in addresses if (link := link_from(unescape(address))))
    holds: tuple[Holding, ...] = ("form", "password") if _PASSWORD.search(html) else ()
    return Page(tidy(unescape(_TAG.sub(" ", html))), "", tuple(islice(links, MOST_LINKS)), (), holds)


def _is_bomb(html: str, most: int) -> bool:
    """Whether parsing by the rules would take time or memory out of proportion.

    Deep nesting costs the square of the tags; each block copies all open formatting elements (WHATWG HTML,
    reconstruct the active formatting elements).
    """
    tags = html.count("<")
    if tags > most:
        return True
    if tags < SAFE_TAGS:
        return False
    depth = 0
    for match in _FORMATTING.finditer(html):
        depth = max(0, depth - 1) if match[1] else depth + 1
        if depth > 100:
            return True
    return False


def tidy(text: str) -> str:
    """The text with runs of blanks as one and of empty lines as one."""
    lines = map(str.strip, text.split("\n"))
    text = "\n".join([" ".join(line.split()) if "  " in line or not line.isprintable() else line for line in lines])
    while "\n\n\n" in text:  # each time a third less: faster than a pattern
        text = text.replace("\n\n\n", "\n\n")
    return text.strip()


def _hide(tree: LexborHTMLParser, rules: list[Rule]) -> list[str]:
    """Take hidden elements out of the tree, giving their text; ``rules`` are those of the page's own sheets.

    They are marked first and emptied from the last to the first, so that none is touched after the
    element around it was freed.
    """
    grounds: dict[int, str] = {}
    doomed = [node for node in tree.css("[style],[hidden],font[color]")[:MOST_STYLED] if _is_hidden(node, grounds)]
    for selector in islice(dict.fromkeys(hiding_selectors(rules)), MOST_SELECTORS):
        doomed += tree.css(selector)[:MOST_STYLED]
    for node in doomed:
        if node.tag not in ("body", "html", "head"):
            node.attrs[_MARKED] = ""
    found = []
    for node in reversed(tree.css(f"[{_MARKED}]") if doomed else []):
        found.append(node.text(deep=True, separator=" ", strip=False))
        for child in list(node.iter(include_text=True)):
            child.decompose()
    return found[::-1]


def _take_unlit(tree: LexborHTMLParser, rules: list[Rule]) -> list[str]:
    """Take the text out that has the ink of a whole page on the ground of the whole page, where these are alike."""
    body = tree.body
    if body is None:
        return []
    attributes = body.attributes
    if not rules and not attributes:
        return []
    whole = whole_style(rules, attributes.get("style") or "")
    ink = colour_of((attributes.get("text") or "").lower()) if not whole.ink else whole.ink
    ground = whole.ground or colour_of((attributes.get("bgcolor") or "#ffffff").lower())
    if not ink or not are_alike(ink, ground):
        return []
    inked = inked_selectors(rules)
    if inked is None:
        return []
    lit = {node.mem_id for selector in ("[style*=color i],font[color],a[href]", *inked) for node in tree.css(selector)}
    found, waiting = [], list(body.iter(include_text=True))
    while waiting:
        node = waiting.pop()
        if node.tag == "-text":
            found.append(node.text(deep=True))
            node.decompose()
        elif node.mem_id not in lit:
            waiting += node.iter(include_text=True)
    return [text for text in found if text.strip()]


def _closed(tree: LexborHTMLParser) -> list[str]:
    """Take what is shown only when a reader opens it out of the tree, giving its text; from the last to the first, so
    that what stands in one that is emptied was emptied before.
    """
    found = []
    for node in reversed(tree.css("details:not([open])")[:MOST_STYLED]):
        has_summary = False
        for child in list(node.iter(include_text=True)):
            if child.tag == "summary" and not has_summary:
                has_summary = True
                continue
            found.append(child.text(deep=True, separator=" ", strip=False))
            child.decompose()
    return found[::-1]


def _is_hidden(node: LexborNode, grounds: dict[int, str]) -> bool:
    attributes = node.attributes
    if "hidden" in attributes:
        return True
    style = style_of((attributes.get("style") or "")[:2000])
    if style.hides:
        return True
    colour = style.ink or (attributes.get("color") or "").lower().strip()
    return bool(colour) and are_alike(colour_of(colour), _own_ground(attributes) or _ground(node.parent, grounds))


def _ground(node: LexborNode | None, grounds: dict[int, str]) -> str:
    """The colour that an element gives what is in it, its own or what is behind it; ``grounds`` are those known."""
    passed: list[int] = []
    found = ""
    while node is not None and not found:
        passed.append(node.mem_id)
        found = grounds.get(node.mem_id) or _own_ground(node.attributes)
        node = node.parent
    found = found or "#ffffff"
    grounds.update(dict.fromkeys(passed, found))
    return found


def _own_ground(attributes: dict[str, str | None]) -> str:
    if not attributes:
        return ""
    if (style := attributes.get("style")) and (behind := style_of(style[:2000]).ground):
        return behind
    if attributes.get("background"):
        return "picture"
    if colour := attributes.get("bgcolor"):
        return colour_of(colour.lower())
    # A class may set any ground: what cannot be known is not called hidden.
    return "unknown" if attributes.get("class") else ""


def _links(found: list[tuple[LexborNode, str]]) -> Iterator[Link]:
    start = next((address[:2000] for node, address in found if node.tag == "base"), "")
    for node, written in found:
        address, tag = written, node.tag
        if tag == "base" or not address:
            continue
        if start and ":" not in address[:10] and not address.startswith("#"):
            address = _joined(start, address)
        if ":" not in address[:10] and not address.startswith("//"):
            continue
        if address.startswith("//"):
            address = "http:" + address
        shown = " ".join(node.text(deep=True).split())[:300] if tag == "a" else ""
        link = link_from("".join((within(address) or address).split()), shown)
        if link:
            yield link


def _address(node: LexborNode) -> str:
    """Where an element leads; empty for nowhere. A ``meta`` does where it refreshes (WHATWG HTML, section 4.2.5.3), a
    link within SVG by XLink (SVG 2, section 16.1), a button by its own address (HTML, section 4.10.18.6).
    """
    attributes = node.attributes
    if node.tag == "meta":
        is_refresh = (attributes.get("http-equiv") or "").strip().lower() == "refresh"
        found = _REFRESH.match((attributes.get("content") or "")[:2100]) if is_refresh else None
        return found[1].strip() if found else ""
    for name in _WHERE:
        if name in attributes:
            return (attributes[name] or "").strip()
    return ""


def _joined(base: str, address: str) -> str:
    """The address as a browser resolves it (RFC 3986, section 5.2), or as written where that fails."""
    try:
        return urljoin(base, address)
    except ValueError:
        return address


def _data_images(tree: LexborHTMLParser) -> Iterator[str]:
    for node in tree.css("img[src^='data:image']")[:20]:
        yield node.attributes.get("src") or ""


def _comments(html: str) -> list[str]:
    all_of_them = (comment[:5000] for comment in between(html, "<!--", "-->", 500))
    found = (comment for comment in all_of_them if not comment.lstrip().startswith(("[if", "<![", "[endif")))
    return [text for comment in found if (text := _TAG.sub(" ", comment).strip()) and "{" not in text]
