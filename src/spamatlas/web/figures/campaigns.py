"""Which campaigns are the largest, and how they grow."""

from spamatlas.locale import Language
from spamatlas.statistics import Table
from spamatlas.web.face.figure import Figure, Shown
from spamatlas.web.figures.campaign_list import name_of, shown


def show(table: Table, language: Language) -> Shown:
    """The largest campaigns; the one that grows fastest is named."""
    rising = [row for row in table.rows if row["last_day"] > row["day_before"] and row["ruling"] != "ham"]
    rising.sort(key=lambda row: row["day_before"] - row["last_day"])
    if not table.rows:
        title = language.gettext("No campaign has more than one report yet")
    elif rising:
        title = language.say(
            "{campaign} grows fastest: {n} reports in a day, {before} the day before",
            campaign=name_of(rising[0], language),
            n=language.number(rising[0]["last_day"]),
            before=language.number(rising[0]["day_before"]),
        )
    else:
        title = language.gettext("No campaign grew in the last day")
    return shown(language, title, table.rows[:10])


FIGURE = Figure(name="campaigns", show=show, limit=20)
