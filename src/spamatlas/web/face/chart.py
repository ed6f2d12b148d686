"""Drawings as inline SVG without style or script: the page's style sheet colours them, a table stands behind each."""

from collections.abc import Sequence

from markupsafe import Markup

WIDTH, HEIGHT = 720, 160


def bar(share: float) -> Markup:
    """A bar as long as a share 0..1 of its cell."""
    width = round(100 * max(0.0, min(1.0, share)), 2)
    return Markup(
        '<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        '<rect width="100" height="8" class="track"/><rect width="{}" height="8" class="fill"/></svg>'
    ).format(width)


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
        '<line class="hair" x1="0" x2="{}" y1="{}" y2="{}"/>{}<line class="ground" x1="0" x2="{}" y1="{}" y2="{}"/></svg>'
    )
    middle = height / 2
    return frame.format(WIDTH, height, WIDTH, middle, middle, Markup("").join(drawn), WIDTH, height, height)
