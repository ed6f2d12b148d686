"""Small drawings of the console, as SVG without style or script; the numbers stand beside them."""

from collections.abc import Sequence

from markupsafe import Markup

SPARK_WIDTH, SPARK_HEIGHT = 84, 20


def spark(values: Sequence[int]) -> Markup:
    """Columns a day, oldest first, as high as the row's own highest lets them be; the last day is not over."""
    most, step = max(values, default=0) or 1, SPARK_WIDTH / (len(values) or 1)
    columns = [
        f"M{place * step:.0f} {SPARK_HEIGHT}v{-_tall(value, most):.1f}h{step - 1.2:.1f}V{SPARK_HEIGHT}"
        for place, value in enumerate(values)
    ]
    return Markup(
        '<svg class="spark" viewBox="0 0 {0} {1}" width="{0}" height="{1}" aria-hidden="true">'
        '<path class="column" d="{2}"/><path class="last" d="{3}"/></svg>'
    ).format(SPARK_WIDTH, SPARK_HEIGHT, "".join(columns[:-1]), "".join(columns[-1:]))


def lane(values: Sequence[int]) -> Markup:
    """When something was in use, on a scale that it shares with others: a block a step, the fuller the more."""
    most = max(values, default=0) or 1
    blocks = [
        Markup('<rect x="{}" width="1.02" height="1" opacity="{:.2f}"/>').format(place, 0.25 + 0.75 * value / most)
        for place, value in enumerate(values)
        if value
    ]
    return Markup('<svg class="lane" viewBox="0 0 {} 1" preserveAspectRatio="none" aria-hidden="true">{}</svg>').format(
        len(values) or 1, Markup("").join(blocks)
    )


def _tall(value: int, most: int) -> float:
    return max(1.5, (SPARK_HEIGHT - 1) * value / most) if value else 0.5
