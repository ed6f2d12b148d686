"""Links in codes (QR and others) that are drawn without a picture: in block characters, in the cells of a table."""

import re
from collections.abc import Iterator
from itertools import islice

from selectolax.lexbor import LexborHTMLParser, LexborNode

from spamatlas.parse.mail.code import BROKEN, codes_of
from spamatlas.parse.mail.page_style import colour_of, style_of

LEAST_MODULES = 21
"""On each side: the smallest QR code (ISO/IEC 18004, section 5.3.1)."""
MOST_MODULES = 400
MOST_DRAWINGS = 3
MOST_TABLES = 20
LEAST_CELLS = LEAST_MODULES * LEAST_MODULES

_BLOCK = "\u2588"
# Unicode, Block Elements: the upper and the lower half of each sign, dark or not.
_HALVES = {"\u2588": b"\0\0", "\u2580": b"\0\xff", "\u2584": b"\xff\0", " ": b"\xff\xff", "\u00a0": b"\xff\xff"}
_DRAWN = re.compile(
    rf"(?:^[ \u00a0\u2580\u2584\u2588]{{10,{MOST_MODULES}}}\r?(?:\n|\Z)){{10,{MOST_MODULES}}}", re.MULTILINE
)
_SCALE, _MARGIN = 4, 4
_DARK = 128


def codes_in_blocks(text: str) -> tuple[str, ...]:
    """The texts of codes in lines of block characters, each as wide as half its height: of half blocks a module has
    one, of full blocks two side by side. Most texts have none and cost one search.
    """
    if _BLOCK not in text:
        return ()
    found: list[str] = []
    for drawing in islice(_DRAWN.finditer(text), MOST_DRAWINGS):
        lines = [line.rstrip("\r") for line in drawing[0].split("\n")]
        width = max(map(len, lines))
        rows = [bytes([_HALVES[sign][half] for sign in line.ljust(width)]) for line in lines if line for half in (0, 1)]
        found += _codes(rows)
    return tuple(found)


def codes_in_tables(tree: LexborHTMLParser) -> tuple[str, ...]:
    """The texts of codes whose modules are the cells of a table, dark by their ``bgcolor`` or their style."""
    tables = tree.css("table")[:MOST_TABLES]
    grids = (rows for table in tables if (rows := [*_rows(table.css("tr")[:MOST_MODULES])]))
    return tuple(code for rows in islice(grids, MOST_DRAWINGS) for code in _codes(rows))


def _rows(rows: list[LexborNode]) -> Iterator[bytes]:
    if len(rows) < LEAST_MODULES or len(rows[0].css("td")) < LEAST_MODULES:
        return
    for row in rows:
        cells = [node for node in row.iter() if node.tag in ("td", "th")][:MOST_MODULES]
        yield bytes([0 if _is_dark(cell.attributes) else 255 for cell in cells])


def _is_dark(attributes: dict[str, str | None]) -> bool:
    ground = style_of((attributes.get("style") or "")[:2000]).ground
    ground = ground or colour_of((attributes.get("bgcolor") or "").lower().strip())
    if len(ground) != 7 or not ground.startswith("#"):
        return False
    try:
        red, green, blue = bytes.fromhex(ground[1:])
    except ValueError:
        return False
    return (red + green + blue) / 3 < _DARK


def _codes(rows: list[bytes]) -> tuple[str, ...]:
    """The texts of codes in a drawing of one byte a module, 0 dark and 255 light, with light around it."""
    width = max(map(len, rows))
    if min(width, len(rows)) < LEAST_MODULES:
        return ()
    from PIL import Image  # noqa: PLC0415  as in ``code``: most mails have no code

    try:
        drawn = Image.frombytes("L", (width, len(rows)), b"".join(row.ljust(width, b"\xff") for row in rows))
        whole = Image.new("L", (width + 2 * _MARGIN, len(rows) + 2 * _MARGIN), 255)
        whole.paste(drawn, (_MARGIN, _MARGIN))
        size = (whole.width * _SCALE, whole.height * _SCALE)
        return codes_of(whole.resize(size, Image.Resampling.NEAREST))
    except BROKEN:
        return ()
