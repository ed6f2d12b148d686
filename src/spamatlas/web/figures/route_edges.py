"""The route graph edge by edge: from which place to which, how much, how sure."""

from typing import Any

from spamatlas.locale import Language
from spamatlas.statistics import Table
from spamatlas.web.face.figure import Figure, Grid, Row, Shown, grid_of
from spamatlas.web.face.places import kind_words, place_words, way_words

SHOWN = 12


def show(table: Table, language: Language) -> Shown:
    """A bar an edge; the table has both ends' kinds, and the certainty."""
    if not table.rows:
        return Shown(title=language.gettext("No two places of a route are known yet"), style="listed")
    most, whole = max(int(row["reports"]) for row in table.rows), max(table.reports, 1)
    rows = [
        Row(
            label=way_words(_from(row, language), _to(row, language), language),
            value=int(row["reports"]),
            length=int(row["reports"]) / most,
            share=int(row["reports"]) / whole,
        )
        for row in table.rows[:SHOWN]
    ]
    title = language.say(
        "The busiest edge leads from {source} to {destination}",
        source=_from(table.rows[0], language),
        destination=_to(table.rows[0], language),
    )
    heading = language.gettext("From and to")
    return Shown(title=title, style="listed", heading=heading, rows=rows, grid=_grid(table, language))


def _from(row: dict[str, Any], language: Language) -> str:
    return place_words(row["from_kind"], row["from"], row["from_country"], language)


def _to(row: dict[str, Any], language: Language) -> str:
    return place_words(row["to_kind"], row["to"], row["to_country"], language)


def _grid(table: Table, language: Language) -> Grid:
    heads = [
        (language.gettext("From"), False),
        (language.gettext("Kind of place"), False),
        (language.gettext("To"), False),
        (language.gettext("Kind of place"), False),
        (language.gettext("Certainty"), True),
        (language.gettext("Reports"), True),
        (language.gettext("Reporters"), True),
    ]
    rows = [
        [
            _from(row, language),
            kind_words(row["from_kind"], language),
            _to(row, language),
            kind_words(row["to_kind"], language),
            language.percent(row["certainty"]),
            language.number(row["reports"]),
            language.number(row["reporters"]),
        ]
        for row in table.rows
    ]
    return grid_of(heads, rows)


FIGURE = Figure(name="route_edges", show=show, limit=40)
