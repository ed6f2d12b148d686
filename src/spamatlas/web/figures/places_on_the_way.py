"""What it passes through: networks, operators, services, relays and gateways."""

from spamatlas.locale import Language
from spamatlas.model import Channel
from spamatlas.model.terms import term
from spamatlas.statistics import Table
from spamatlas.web.face.figure import Figure, Grid, Row, Shown, grid_of
from spamatlas.web.face.places import kind_words, place_key, place_words

SHOWN = 12


def show(table: Table, language: Language) -> Shown:
    """A bar a place, and in the table what it carries."""
    if not table.rows:
        return Shown(title=language.gettext("Nothing is known yet of what lies on the way"), style="listed")
    most, whole = max(int(row["reports"]) for row in table.rows), max(table.reports, 1)
    rows = [
        Row(
            label=place_words(row["kind"], row["place"], row["country"], language),
            value=int(row["reports"]),
            length=int(row["reports"]) / most,
            share=int(row["reports"]) / whole,
            href="/routes",
            chosen={"place": place_key(row["kind"], row["place"])},
        )
        for row in table.rows
    ]
    title = language.say(
        "On the way, most passes through {name}: {n} reports", name=rows[0].label, n=language.number(rows[0].value)
    )
    heading = language.gettext("Place")
    return Shown(title=title, style="listed", heading=heading, rows=rows[:SHOWN], grid=_grid(table, language))


def _grid(table: Table, language: Language) -> Grid:
    heads = [
        (language.gettext("Place"), False),
        (language.gettext("Kind of place"), False),
        (language.gettext("Channels"), False),
        (language.gettext("Came from places"), True),
        (language.gettext("Certainty"), True),
        (language.gettext("Reports"), True),
        (language.gettext("Reporters"), True),
    ]
    rows = [
        [
            place_words(row["kind"], row["place"], row["country"], language),
            kind_words(row["kind"], language),
            language.listing(language.gettext(term(Channel(each)).name) for each in row["channels"]),
            language.number(row["sources"]),
            language.percent(row["certainty"]),
            language.number(row["reports"]),
            language.number(row["reporters"]),
        ]
        for row in table.rows
    ]
    return grid_of(heads, rows)


FIGURE = Figure(name="places_on_the_way", show=show, limit=50)
