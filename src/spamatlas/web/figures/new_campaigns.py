"""Which campaigns were seen for the first time."""

from spamatlas.locale import Language
from spamatlas.statistics import Table
from spamatlas.web.face.figure import Figure, Shown
from spamatlas.web.figures.campaign_list import shown


def show(table: Table, language: Language) -> Shown:
    """The largest of the new campaigns; those judged wanted are left out."""
    rows = [row for row in table.rows if row["ruling"] != "ham"]
    title = language.gettext("No campaign is new in this time")
    if rows:
        title = language.count(
            "{n} campaign was seen for the first time", "{n} campaigns were seen for the first time", len(rows)
        )
    return shown(language, title, rows[:8])


FIGURE = Figure(name="new_campaigns", show=show, limit=100)
