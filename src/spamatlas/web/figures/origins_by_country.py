"""Where it comes from, on the map of the world."""

from spamatlas.locale import Language
from spamatlas.statistics import Table
from spamatlas.web.face.figure import Figure, Row, Shown
from spamatlas.web.face.world import classes, drawn, tone_of

SHOWN = 300
"""More rows than there are countries: the table behind the map is whole."""


def show(table: Table, language: Language) -> Shown:
    """The map, and the countries as bars; what is not known has no place on it and is said."""
    values = {row["country"]: row["reports"] for row in table.rows if row["country"]}
    unknown = sum(row["reports"] for row in table.rows if not row["country"])
    if not values:
        return Shown(title=language.gettext("No origin is known yet"), style="map", heading=language.gettext("Origin"))
    ordered = sorted(values, key=lambda code: (-values[code], code))
    most = values[ordered[0]]
    whole = max(table.reports, 1)
    rows = [
        Row(
            label=language.country(code),
            value=values[code],
            length=values[code] / most,
            share=values[code] / whole,
            href=f"/where/{code}",
        )
        for code in ordered
    ]
    title = language.say(
        "{name} is the most frequent known origin: {share} of the reports",
        name=rows[0].label,
        share=language.percent(most / whole),
    )
    drawing = drawn(
        values,
        lambda code, value: f"{language.country(code)}: {language.number(value)}",
        lambda code: f"/where/{code}",
    )
    unplaced = language.say(
        "Of {share} of the reports the country is not known.", share=language.percent(unknown / whole)
    )
    boundaries = language.gettext(
        "The boundaries and names shown and the designations used on this map do not imply any opinion on the legal status of any country, territory, city or area, or on the delimitation of its frontiers."  # noqa: E501  one message
    )
    dots = language.gettext(
        "Dots are states and territories too small for a shape. Equal Earth projection, shapes by Natural Earth."
    )
    return Shown(
        title=title,
        style="map",
        heading=language.gettext("Origin"),
        drawing=drawing,
        rows=rows[:SHOWN],
        key=_key(classes(most), most, language),
        note=f"{unplaced} {dots} {boundaries}",
    )


def _key(bounds: list[int], most: int, language: Language) -> list[tuple[str, str]]:
    """The classes as ranges, and what the hatching means."""
    ends = [*(bound - 1 for bound in bounds[1:]), most]
    spans = [
        language.number(low) if low == high else f"{language.number(low)}–{language.number(high)}"
        for low, high in zip(bounds, ends, strict=True)
    ]
    named = [(tone_of(place, len(spans)), span) for place, span in enumerate(spans)]
    return [*named, ("no-data", language.gettext("no data, or too few reporters"))]


FIGURE = Figure(name="origins_by_country", show=show)
