"""Drawings as inline SVG without style or script: the page's style sheet colours them, a table stands behind each."""

from collections.abc import Sequence

from markupsafe import Markup

WIDTH, HEIGHT = 720, 160
HEAD, PLOT = 22, 170
"""Pixels above a timeline's scale, and the scale's own."""


def bar(share: float) -> Markup:
    """A bar as long as a share 0..1 of its cell."""
    width = round(100 * max(0.0, min(1.0, share)), 2)
    return Markup(
        '<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        '<rect width="100" height="8" class="track"/><rect width="{}" height="8" class="fill"/></svg>'
    ).format(width)


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


def timeline(values: Sequence[int], top: int, labels: Sequence[str], *, mirrored: bool) -> Markup:
    """Columns over time on a labelled scale that ends at ``top``, the highest one marked with its value.

    ``labels`` are those of the scale's top, its middle and the highest column. Places across are percent of the
    width, so that the words keep their size on a phone; ``mirrored`` puts the oldest at the right.
    """
    step = 100 / len(values)
    shapes = [_rule(0, labels[0], mirrored), _rule(PLOT / 2, labels[1], mirrored)]
    for place, value in enumerate(values):
        tall = PLOT * value / (top or 1)
        shapes.append(
            Markup('<rect class="column{}" x="{:.2f}%" width="{:.2f}%" y="{:.1f}" height="{:.1f}"/>').format(
                " last" if place == len(values) - 1 else "",
                (100 - (place + 1) * step if mirrored else place * step) + step * 0.12,
                step * 0.76,
                HEAD + PLOT - tall,
                tall,
            )
        )
    peak = max(range(len(values)), key=lambda place: values[place])
    middle = (peak + 0.5) * step
    shapes.append(
        Markup('<text class="peak" x="{:.2f}%" y="{:.1f}">{}</text>').format(
            100 - middle if mirrored else middle, HEAD + PLOT - PLOT * values[peak] / (top or 1) - 6, labels[2]
        )
    )
    ground = Markup('<line class="ground" x1="0" x2="100%" y1="{0}" y2="{0}"/>').format(HEAD + PLOT)
    return Markup('<svg class="timeline" width="100%" height="{}" aria-hidden="true">{}{}</svg>').format(
        HEAD + PLOT + 1, Markup("").join(shapes), ground
    )


def ceiling(most: int) -> int:
    """The scale's end: 2, 4, 6, 8 or 10 times a power of ten, so that its half is a round number too."""
    power = 1
    while most > 10 * power:
        power *= 10
    return next(step * power for step in (2, 4, 6, 8, 10) if step * power >= most)


def _rule(below_top: float, label: str, mirrored: bool) -> Markup:
    return Markup(
        '<line class="hair" x1="0" x2="100%" y1="{0:.1f}" y2="{0:.1f}"/>'
        '<text class="tick" x="{1}" y="{2:.1f}">{3}</text>'
    ).format(HEAD + below_top, "100%" if mirrored else "0", HEAD + below_top - 5, label)
