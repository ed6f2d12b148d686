"""A figure by itself: one SVG that says what it shows, from when and whom, and a PNG made of it."""

import re
import unicodedata
from collections.abc import Callable
from functools import cache
from importlib.resources import files

import resvg_py
from markupsafe import Markup, escape
from msgspec import Struct

from spamatlas.locale import Language
from spamatlas.web.face.chart import RANK, WIDTH, ranks
from spamatlas.web.face.figure import Drawing, Shown

MARGIN = 24
HEADLINE, SUBTITLE, FOOT = 22, 14, 12
"""Sizes of type, in pixels."""
ZOOM = 2
"""A PNG's pixels for each of the SVG's, so that it can be printed."""
MOST_ROWS = 15
FACES = {
    "ar": "DejaVu Sans, Noto Sans Arabic, Noto Naskh Arabic, sans-serif",
    "zh": "Noto Sans CJK SC, Noto Sans SC, Noto Sans, sans-serif",
}
"""Faces by language; first one with its script and Latin letters too: what draws a PNG takes one face a line."""
UNDRAWN = str.maketrans({"\u2009": " ", "\u200e": "", "\u200f": "", "\u061c": ""})
"""Characters that show nothing, for which a face without them draws a box."""
IDEOGRAPHS = r"\u2e80-\u9fff\uf900-\uffef"
CLOSING = "\u3001\u3002\uff01\uff09\uff0c\uff1a\uff1b\uff1f\u300b\u300d"
"""What closes or divides a sentence between ideographs: it stays with what it follows (UAX #14, class CL)."""
HELD = r"\u00a0\u202f"
"""Spaces that no line is broken at."""
ANY_FACE = "Noto Sans, Helvetica Neue, Arial, sans-serif"


class Text(Struct, frozen=True):
    """What stands around the drawing, in the reader's language."""

    title: str
    subtitle: str
    foot: tuple[str, ...]


def drawing_of(shown: Shown, *, mirrored: bool, number: Callable[[float], str]) -> Drawing | None:
    """The drawing for a figure alone: its own, else its rows as bars; None where there is nothing to draw."""
    if shown.poster or shown.drawing:
        return shown.poster or shown.drawing
    bars = [(row.label, number(row.value), row.length) for row in shown.rows[:MOST_ROWS]]
    return Drawing(ranks(bars, mirrored=mirrored), RANK * len(bars)) if bars else None


def poster(text: Text, drawing: Drawing | None, key: list[tuple[str, str]], language: Language) -> str:
    """The SVG: finding, what is counted, drawing, key, source; with its own style, title and description."""
    paper = _Paper(language)
    paper.write(text.title, "headline", HEADLINE)
    paper.write(text.subtitle, "subtitle", SUBTITLE)
    paper.down(10)
    if drawing:
        paper.place(drawing)
    paper.explain(key)
    paper.down(8)
    for line in text.foot:
        paper.write(line, "foot", FOOT)
    return paper.done(text)


def png(svg: str, language: Language) -> bytes:
    """The SVG as pixels. Takes tens of milliseconds: call it in a thread.

    Letters are those of the node's own fonts; without any that has a script, its letters are missing.
    """
    face = _faces(language).split(",")[0]
    drawn = resvg_py.svg_to_bytes(
        svg_string=svg,
        zoom=ZOOM,
        background="#ffffff",
        font_family=face,
        sans_serif_family=face,
        languages=[language.code],
    )
    return bytes(drawn)


class _Paper:
    """A sheet that grows downwards. Text of a mirrored language stands at the right, in an isolate of its own."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._parts: list[Markup] = []
        self._y = float(MARGIN)

    def down(self, pixels: float) -> None:
        self._y += pixels

    def write(self, text: str, tone: str, size: int) -> None:
        for line in wrapped(text, WIDTH / size):
            self._y += size * 1.35
            self._parts.append(self._line(line, tone, self._y, 0))

    def place(self, drawing: Drawing) -> None:
        frame = Markup('<svg x="{}" y="{:.0f}" width="{}" height="{:.0f}">{}</svg>')
        self._parts.append(
            frame.format(MARGIN, self._y, WIDTH, drawing.height, _standing_alone(drawing.svg, self._language))
        )
        self._y += drawing.height

    def explain(self, key: list[tuple[str, str]]) -> None:
        """The key's marks and words, in as many lines as they need."""
        at, y = 0.0, self._y + 22
        for tone, words in key:
            wide = 24 + width_of(words) * FOOT
            if at and at + wide > WIDTH:
                at, y = 0.0, y + 20
            x = MARGIN + WIDTH - at - 12 if self._language.is_mirrored else MARGIN + at
            mark = Markup('<rect class="swatch {}" x="{:.0f}" y="{:.0f}" width="12" height="12"/>')
            self._parts += [mark.format(tone, x, y - 10), self._line(words, "foot", y, at + 18)]
            at += wide + 14
        if key:
            self._y = y

    def done(self, text: Text) -> str:
        wide, high = WIDTH + 2 * MARGIN, round(self._y + MARGIN)
        sheet = Markup(
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {1}" width="{0}" height="{1}" role="img" '
            'xml:lang="{2}" direction="ltr" aria-labelledby="title desc" font-family="{3}">'
            '<title id="title">{4}</title><desc id="desc">{5}</desc><style>{6}</style>'
            '<rect class="paper" width="{0}" height="{1}"/>{7}</svg>\n'
        )
        about = " ".join([text.subtitle, *text.foot])
        own = Markup(style())  # noqa: S704  our own file
        faces = _faces(self._language)
        return str(
            sheet.format(wide, high, self._language.code, faces, text.title, about, own, Markup("").join(self._parts))
        )

    def _line(self, text: str, tone: str, y: float, inset: float) -> Markup:
        mirrored = self._language.is_mirrored
        x = MARGIN + WIDTH - inset if mirrored else MARGIN + inset
        return Markup('<text class="{}{}" x="{:.0f}" y="{:.0f}">{}</text>').format(
            tone, " end" if mirrored else "", x, y, _set(text, self._language)
        )


def wrapped(text: str, ems: float) -> list[str]:
    """The text in lines of about so many ems, broken at spaces, or between ideographs, and before no full stop."""
    lines, line = [], ""
    for word in re.findall(rf"(?:[{IDEOGRAPHS}]|(?:[^\s{IDEOGRAPHS}]|[{HELD}])+)[{CLOSING}]*|[^\S{HELD}]+", text):
        if line and width_of(line + word.rstrip()) > ems:
            lines.append(line.strip())
            line = ""
        line += word
    return [*lines, line.strip()] if line.strip() else lines


def width_of(text: str) -> float:
    """About how wide a text is, in ems: ideographs take one, other letters a bit more than a half."""
    return sum(1.0 if unicodedata.east_asian_width(letter) in "WF" else 0.54 for letter in text)


def _standing_alone(svg: Markup, language: Language) -> Markup:
    """The drawing without links, its words set as those of the sheet."""
    alone = re.sub(r'<a (class="[^"]*")[^>]*>', r"<g \1>", str(svg)).replace("</a>", "</g>")
    words = re.compile(r"(<text[^>]*>)(.*?)(</text>)")
    # Words were escaped when they were drawn.
    return Markup(words.sub(lambda found: found[1] + str(_set(Markup(found[2]), language)) + found[3], alone))  # noqa: S704


def _set(text: str, language: Language) -> Markup:
    """Words in their own direction, without what shows nothing."""
    words = str(escape(text)).translate(UNDRAWN)
    return Markup(f"\u2067{words}\u2069" if language.is_mirrored else words)  # noqa: S704  escaped above


def _faces(language: Language) -> str:
    return FACES.get(language.code, ANY_FACE)


@cache
def style() -> str:
    """The charts' style with the light colours put in: what draws a PNG knows no variables."""
    folder = files("spamatlas.web.face") / "static"
    tokens = dict(re.findall(r"--([\w-]+):\s*([^;]+);", (folder / "style.css").read_text("utf-8").partition("}")[0]))
    rules = (folder / "chart.css").read_text("utf-8").partition("@media")[0]
    rules = re.sub(r"/\*.*?\*/", "", rules)
    return re.sub(r"var\(--([\w-]+)\)", lambda found: tokens[found[1]], re.sub(r"\s+", " ", rules))
