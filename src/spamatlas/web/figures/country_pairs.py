"""Between which countries it moves, as arcs on the map."""

from typing import Any

from spamatlas.locale import Language
from spamatlas.model import RouteClass
from spamatlas.model.terms import term
from spamatlas.statistics import Table
from spamatlas.web.face.arcs import Arc, drawn
from spamatlas.web.face.figure import Figure, Row, Shown
from spamatlas.web.face.places import way_words

DRAWN = 40
"""The largest pairs; more arcs hide each other, and all are in the table."""


def show(table: Table, language: Language) -> Shown:
    """An arc a pair, coloured by the class of most of its reports."""
    if not table.rows:
        return Shown(title=language.gettext("No route between two countries is known yet"), style="map")
    arcs = [
        Arc(row["source"], row["destination"], row["route_class"], int(row["reports"])) for row in table.rows[:DRAWN]
    ]
    abroad = [row for row in table.rows if row["source"] != row["destination"]]
    title = language.gettext("All known routes stay within one country")
    if abroad:
        title = language.say(
            "Across borders, most comes from {source} to {destination}: {n} reports",
            source=language.country(abroad[0]["source"]),
            destination=language.country(abroad[0]["destination"]),
            n=language.number(abroad[0]["reports"]),
        )
    classes = dict.fromkeys(each.tone for each in arcs)
    whole, most = max(table.reports, 1), max(int(row["reports"]) for row in table.rows)
    return Shown(
        title=title,
        style="map",
        heading=language.gettext("Route"),
        drawing=drawn(arcs, lambda each: _told(each, language)),
        key=[(f"route-{tone}", language.gettext(term(RouteClass(tone)).name)) for tone in classes],
        rows=[_row(row, most, whole, language) for row in table.rows],
        note=_note(language),
    )


def _row(row: dict[str, Any], most: int, whole: int, language: Language) -> Row:
    value = int(row["reports"])
    return Row(
        label=_way(row["source"], row["destination"], language),
        value=value,
        length=value / most,
        share=value / whole,
        href="/routes",
        chosen={"country": row["source"], "destination": row["destination"]},
    )


def _way(source: str, destination: str, language: Language) -> str:
    return way_words(language.country(source), language.country(destination), language)


def _told(each: Arc, language: Language) -> str:
    kind = language.gettext(term(RouteClass(each.tone)).name)
    return f"{_way(each.source, each.destination, language)}: {kind}, {language.number(each.value)}"


def _note(language: Language) -> str:
    arcs = language.gettext(
        "An arc is wide where it begins and pointed where it ends; a disc stays within its country."
    )
    boundaries = language.gettext(
        "The boundaries and names shown and the designations used on this map do not imply any opinion on the legal status of any country, territory, city or area, or on the delimitation of its frontiers."  # noqa: E501  one message
    )
    return f"{arcs} {boundaries}"


FIGURE = Figure(name="country_pairs", show=show, limit=60)
