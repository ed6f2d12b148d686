"""How much of what people report is spam, and on which of the two kinds of evidence."""

from collections.abc import Sequence

from spamatlas.locale import Language
from spamatlas.model import Known, Ruling
from spamatlas.model.terms import term
from spamatlas.statistics import Table
from spamatlas.web.face.chart import RANK, ranks
from spamatlas.web.face.figure import Drawing, Figure, Shown, grid_of

EVIDENCE = (Known.YES, Known.UNKNOWN, Known.NO)


def show(table: Table, language: Language) -> Shown:
    """Three bars of a hundred percent: the ruling, and the evidence for each of the two words."""
    spam = sum(row["reports"] for row in table.rows if row["ruling"] == Ruling.SPAM)
    title = language.say(
        "{share} of what people report is judged spam", share=language.percent(spam / max(table.reports, 1))
    )
    lines = [
        (language.gettext("Ruling"), "ruling", _parts(table, "ruling", tuple(Ruling))),
        (language.gettext("Unsolicited"), "evidence", _parts(table, "unsolicited", EVIDENCE)),
        (language.gettext("In bulk"), "evidence", _parts(table, "bulk", EVIDENCE)),
    ]
    bars = [
        (f"{heading}: {_said(value, language)}", language.percent(share), share)
        for heading, _, parts in lines
        for value, share in parts
    ]
    heads = [language.gettext("Verdict"), language.gettext("Unsolicited"), language.gettext("In bulk")]
    grid = grid_of(
        [*((head, False) for head in heads), (language.gettext("Reports"), True)],
        [
            [
                _said(Ruling(row["ruling"]), language),
                _said(Known(row["unsolicited"]), language),
                _said(Known(row["bulk"]), language),
                language.number(row["reports"]),
            ]
            for row in table.rows
        ],
    )
    poster = Drawing(ranks(bars, mirrored=language.is_mirrored), RANK * len(bars))
    return Shown(title=title, style="parts", grid=grid, poster=poster, more={"lines": lines})


def _said(value: Ruling | Known, language: Language) -> str:
    return language.gettext(term(value).name)


def _parts(table: Table, column: str, order: Sequence[Ruling] | Sequence[Known]) -> list[tuple[Ruling | Known, float]]:
    """Each value's share of the rows' reports, in the given order."""
    whole = sum(row["reports"] for row in table.rows) or 1
    return [(each, sum(row["reports"] for row in table.rows if row[column] == each) / whole) for each in order]


FIGURE = Figure(name="verdicts", show=show)
