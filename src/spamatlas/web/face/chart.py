"""Drawings as inline SVG without style or script: the page's style sheet colours them, a table stands behind each."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup
from msgspec import Struct

WIDTH, HEIGHT = 720, 160
HEAD, PLOT = 22, 170
"""Pixels above a timeline's scale, and the scale's own."""
TIMELINE = HEAD + PLOT + 24
"""A timeline's height in all, with the days below it."""
RANK = 26
"""Pixels of one line in a drawing of ranked bars."""


class Bar(Struct, frozen=True):
    """A value over time and, where it is known, what was usual then."""

    value: int
    usual: float | None = None
    least: int = 0
    most: int = 0


class Labels(Struct, frozen=True):
    """A timeline's words: at the scale's top and middle, over the highest column, under the first and the last.

    ``marks`` stand above the columns of these places, with a line through them.
    """

    top: str
    middle: str
    peak: str
    first: str
    last: str
    marks: Mapping[int, str] = {}


def bar(share: float, mark: float | None = None) -> Markup:
    """A bar as long as a share 0..1 of its cell, with a line where another value stood."""
    width = _percent(share)
    line = Markup("")
    if mark is not None:
        line = Markup('<rect class="mark" x="{}" width="1.2" y="-1" height="10"/>').format(min(_percent(mark), 98.8))
    return Markup(
        '<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        '<rect width="100" height="8" class="track"/><rect width="{}" height="8" class="fill"/>{}</svg>'
    ).format(width, line)


def _percent(share: float) -> float:
    return round(100 * max(0.0, min(1.0, share)), 2)


def shares(parts: Sequence[tuple[str, float]], *, mirrored: bool) -> Markup:
    """One bar of a hundred percent, cut into its parts; the first is the darkest."""
    shapes, at = [], 0.0
    for tone, (_, share) in enumerate(parts):
        x = 1 - at - share if mirrored else at
        shapes.append(
            Markup('<rect class="tone-{}" x="{:.2f}%" width="{:.2f}%" height="14"/>').format(tone, 100 * x, 100 * share)
        )
        at += share
    return Markup('<svg class="shares" width="100%" height="14" aria-hidden="true">{}</svg>').format(
        Markup("").join(shapes)
    )


def columns(values: Sequence[float], most: float, *, height: int = HEIGHT) -> Markup:
    """A column for each value, oldest first, on a scale that ends at ``most``; a hair line for the scale's middle."""
    if not values or not most:
        return Markup("")
    step = WIDTH / len(values)
    gap = min(2.0, step * 0.2)
    drawn = []
    for place, value in enumerate(values):
        tall = max(round((height - 2) * value / most, 1), 1.0 if value else 0.0)
        last = " last" if place == len(values) - 1 else ""
        drawn.append(
            Markup('<rect class="column{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>').format(
                last, place * step, height - tall, step - gap, tall
            )
        )
    frame = Markup(
        '<svg class="columns" viewBox="0 0 {} {}" preserveAspectRatio="none" aria-hidden="true">'
        '<line class="hair" x1="0" x2="{}" y1="{}" y2="{}"/>{}'
        '<line class="ground" x1="0" x2="{}" y1="{}" y2="{}"/></svg>'
    )
    middle = height / 2
    return frame.format(WIDTH, height, WIDTH, middle, middle, Markup("").join(drawn), WIDTH, height, height)


def timeline(bars: Sequence[Bar], top: int, labels: Labels, *, mirrored: bool, running: bool = True) -> Markup:
    """Columns over time on a labelled scale that ends at ``top``, the highest one marked with its value.

    With each column stands what was usual then: behind it a band from the least to the most, before it the mean. Places
    across are percent of the width, so that the words keep their size on a phone; ``mirrored`` puts the oldest right.
    The last column has a colour of its own while its time is still ``running``.
    """
    step = 100 / len(bars)
    shapes = [_rule(0, labels.top, mirrored), _rule(PLOT / 2, labels.middle, mirrored)]
    for place, bar_ in enumerate(bars):
        left = 100 - (place + 1) * step if mirrored else place * step
        tone = "column last" if running and place == len(bars) - 1 else "column"
        shapes += [
            _band(bar_, left, step, top),
            _column(bar_.value, (left, step), top, tone),
            _mean(bar_, left, step, top),
        ]
    shapes += [_mark(place, step, words, mirrored=mirrored) for place, words in labels.marks.items()]
    shapes.append(_peak([each.value for each in bars], step, top, labels.peak, mirrored=mirrored))
    ends = [(labels.last, labels.first), (labels.first, labels.last)][not mirrored]
    ground = Markup(
        '<line class="ground" x1="0" x2="100%" y1="{0}" y2="{0}"/>'
        '<text class="tick" x="0" y="{1}">{2}</text><text class="tick end" x="100%" y="{1}">{3}</text>'
    ).format(HEAD + PLOT, HEAD + PLOT + 17, *ends)
    return Markup(
        '<svg class="timeline" width="100%" height="{}" direction="ltr" aria-hidden="true">{}{}</svg>'
    ).format(TIMELINE, Markup("").join(shapes), ground)


def _column(value: float, where: tuple[float, float], top: float, tone: str) -> Markup:
    """A column in its step of the width (left edge and width, in percent)."""
    left, step = where
    tall = PLOT * value / (top or 1)
    return Markup('<rect class="{}" x="{:.2f}%" width="{:.2f}%" y="{:.1f}" height="{:.1f}"/>').format(
        tone, left + step * 0.16, step * 0.68, HEAD + PLOT - tall, tall
    )


def _band(each: Bar, left: float, step: float, top: float) -> Markup:
    if each.usual is None:
        return Markup("")
    scale = PLOT / (top or 1)
    return Markup('<rect class="band" x="{:.2f}%" width="{:.2f}%" y="{:.1f}" height="{:.1f}"/>').format(
        left + step * 0.02, step * 0.96, HEAD + PLOT - each.most * scale, max((each.most - each.least) * scale, 1)
    )


def _mean(each: Bar, left: float, step: float, top: float) -> Markup:
    if each.usual is None:
        return Markup("")
    return Markup('<rect class="mean" x="{:.2f}%" width="{:.2f}%" y="{:.1f}" height="2"/>').format(
        left + step * 0.02, step * 0.96, HEAD + PLOT - PLOT * each.usual / (top or 1) - 1
    )


def _mark(place: int, step: float, words: str, *, mirrored: bool) -> Markup:
    """A line through the middle of a column, with what it is above the scale."""
    at = (place + 0.5) * step
    return Markup(
        '<line class="event" x1="{0:.2f}%" x2="{0:.2f}%" y1="{1}" y2="{2}"/>'
        '<text class="tick centre event" x="{0:.2f}%" y="{3}">{4}</text>'
    ).format(100 - at if mirrored else at, HEAD - 10, HEAD + PLOT, HEAD - 12, words)


def _peak(values: Sequence[int], step: float, top: float, label: str, *, mirrored: bool) -> Markup:
    """The highest value, written above its column and kept inside the drawing."""
    peak = max(range(len(values)), key=lambda place: values[place])
    middle = (peak + 0.5) * step
    at = 100 - middle if mirrored else middle
    side = " end" if at > 94 else "" if at < 6 else " centre"
    return Markup('<text class="peak{}" x="{:.2f}%" y="{:.1f}">{}</text>').format(
        side,
        100 if side == " end" else 0 if not side else at,
        HEAD + PLOT - PLOT * values[peak] / (top or 1) - 6,
        label,
    )


def ranks(rows: Sequence[tuple[str, str, float]], *, mirrored: bool) -> Markup:
    """Labelled bars, one below the other, for a figure alone: label, value in words, share 0..1 of the longest."""
    shapes = []
    for place, (label, value, length) in enumerate(rows):
        y = place * RANK
        wide = 52 * max(0.0, min(1.0, length))
        shapes.append(
            Markup(
                '<text class="label {}" x="{}%" y="{}">{}</text>'
                '<rect class="rank" x="{:.2f}%" width="{:.2f}%" y="{}" height="14"/>'
                '<text class="value {}" x="{:.2f}%" y="{}">{}</text>'
            ).format(
                *("end", 100, y + 15, label, 100 - 38 - wide, wide, y + 4, "end", 100 - 38 - wide - 1, y + 15, value)
                if mirrored
                else ("", 0, y + 15, label, 38, wide, y + 4, "", 38 + wide + 1, y + 15, value)
            )
        )
    return Markup('<svg class="ranks" width="100%" height="{}" direction="ltr" aria-hidden="true">{}</svg>').format(
        RANK * len(rows), Markup("").join(shapes)
    )


def ceiling(most: int) -> int:
    """The scale's end: an even number up to 18 times a power of ten, so that its half is a round number too."""
    power = 1
    while most > 18 * power:
        power *= 10
    return next(step * power for step in range(2, 20, 2) if step * power >= most)


def _rule(below_top: float, label: str, mirrored: bool) -> Markup:
    return Markup(
        '<line class="hair" x1="0" x2="100%" y1="{0:.1f}" y2="{0:.1f}"/>'
        '<text class="tick{4}" x="{1}" y="{2:.1f}">{3}</text>'
    ).format(HEAD + below_top, "100%" if mirrored else "0", HEAD + below_top - 5, label, " end" if mirrored else "")
