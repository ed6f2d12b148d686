"""Of how many reports the origin is known, and how."""

from spamatlas.locale import Language
from spamatlas.statistics import Table
from spamatlas.web.face.figure import Figure, Shown, rows_of
from spamatlas.web.face.knowing import known_by


def show(table: Table, language: Language) -> Shown:
    """A bar a way of knowing."""
    known = sum(row["reports"] for row in table.rows if row["known_by"] != "unknown")
    title = language.say(
        "The origin is known of {share} of the reports", share=language.percent(known / max(table.reports, 1))
    )
    sums = {known_by(language, row["known_by"]): row["reports"] for row in table.rows}
    rows = rows_of(sums, table.reports)
    return Shown(title=title, style="ranked", heading=language.gettext("Known by"), rows=rows)


FIGURE = Figure(name="coverage", show=show)
