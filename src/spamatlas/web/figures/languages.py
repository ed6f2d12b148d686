"""Which languages it is written in."""

from collections import defaultdict

from spamatlas.locale import Language
from spamatlas.statistics import Table
from spamatlas.web.face.figure import Figure, Shown, rows_of


def show(table: Table, language: Language) -> Shown:
    """A bar a language."""
    sums: dict[str, int] = defaultdict(int)
    for row in table.rows:
        sums[language.language(row["language"])] += row["reports"]
    rows = rows_of(sums, table.reports)
    title = language.gettext("No language is known yet")
    if rows:
        title = language.say(
            "{name} is the most frequent language: {share} of the reports",
            name=rows[0].label,
            share=language.percent(rows[0].share or 0.0),
        )
    return Shown(title=title, style="ranked", heading=language.gettext("Language"), rows=rows)


FIGURE = Figure(name="languages", show=show)
