"""How many reports came in a rewritten wording, by channel."""

from collections import Counter

from spamatlas.locale import Language
from spamatlas.model.terms import term
from spamatlas.model.vocabulary import Channel
from spamatlas.statistics import Table
from spamatlas.web.face.figure import Figure, Row, Shown


def show(table: Table, language: Language) -> Shown:
    """A bar a channel: its reports in a rewritten wording, and their share of its reports of campaigns."""
    reports, rewritten = Counter[str](), Counter[str]()
    for row in table.rows:
        reports[row["channel"]] += row["reports"]
        rewritten[row["channel"]] += row["rewritten"]
    most = max(rewritten.values(), default=0)
    rows = [
        Row(
            label=language.gettext(term(Channel(channel)).name),
            value=many,
            length=many / max(most, 1),
            share=many / reports[channel],
        )
        for channel, many in rewritten.most_common()
    ]
    return Shown(
        title=_title(reports.total(), rewritten.total(), language),
        style="ranked",
        heading=language.gettext("Channel"),
        rows=rows,
    )


def _title(reports: int, rewritten: int, language: Language) -> str:
    if not reports:
        return language.gettext("No campaign has more than one report yet")
    return language.say(
        "{share} of the reports of campaigns came in a rewritten wording", share=language.percent(rewritten / reports)
    )


FIGURE = Figure(name="rewritten_share", show=show)
