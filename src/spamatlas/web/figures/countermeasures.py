"""What was done against campaigns, by kind."""

from spamatlas.locale import Language
from spamatlas.model.terms import term
from spamatlas.model.vocabulary import CountermeasureKind
from spamatlas.statistics import Table
from spamatlas.web.face.figure import Figure, Shown, rows_of


def show(table: Table, language: Language) -> Shown:
    """A bar a kind; how many days it took and how reports went on stand in the table."""
    sums = {language.gettext(term(CountermeasureKind(row["kind"])).name): row["countermeasures"] for row in table.rows}
    rows = rows_of(sums, sum(sums.values()))
    title = language.gettext("No countermeasure against enough campaigns was noted in this time")
    if rows:
        title = language.say(
            "Taken most often against campaigns: {kind}, {n} times",
            kind=rows[0].label,
            n=language.number(rows[0].value),
        )
    return Shown(title=title, style="ranked", heading=language.gettext("Countermeasure"), rows=rows)


FIGURE = Figure(name="countermeasures", show=show)
