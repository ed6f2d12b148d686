"""Whom it is sent to, by who serves them."""

from collections import Counter

from spamatlas.locale import Language
from spamatlas.statistics import Table
from spamatlas.web.face.figure import Figure, Shown, rows_of
from spamatlas.web.inert import plain


def show(table: Table, language: Language) -> Shown:
    """A bar an operator."""
    sums = Counter[str]()
    for row in table.rows:
        sums[plain(row["operator"], 80)] += row["reports"]
    rows = rows_of(sums, table.reports)
    title = language.gettext("Of no recipient it is known who serves them")
    if rows:
        title = language.say(
            "{name} is the most frequent known operator of recipients: {n} reports",
            name=rows[0].label,
            n=language.number(rows[0].value),
        )
    return Shown(title=title, style="ranked", heading=language.gettext("Operator"), rows=rows)


FIGURE = Figure(name="targets_by_operator", show=show, limit=20)
