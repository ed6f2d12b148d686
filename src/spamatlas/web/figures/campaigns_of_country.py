"""Which campaigns came, in part at least, from one country."""

from spamatlas.locale import Language
from spamatlas.statistics import Table
from spamatlas.web.face.figure import Figure, Shown
from spamatlas.web.figures.campaign_list import name_of, shown


def show(table: Table, language: Language) -> Shown:
    """The largest of them; those judged wanted are left out."""
    rows = [row for row in table.rows if row["ruling"] != "ham"]
    title = language.gettext("No campaign is known to come from here")
    if rows:
        title = language.say(
            "The largest campaign is {campaign}: {n} reports",
            campaign=name_of(rows[0], language),
            n=language.number(rows[0]["reports"]),
        )
    return shown(language, title, rows[:10])


FIGURE = Figure(name="campaigns_of_country", show=show, limit=20)
