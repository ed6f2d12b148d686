"""Which stories are told more often than before."""

from spamatlas.locale import Language
from spamatlas.model import Lure
from spamatlas.model.terms import term
from spamatlas.statistics import Table
from spamatlas.web.face.figure import Figure, Shown
from spamatlas.web.figures.rising import Change, shown


def show(table: Table, language: Language) -> Shown:
    """A bar a story, the fastest growing first."""
    changes = [
        Change(language.gettext(term(Lure(row["lure"])).name), row["reports"], row["before"]) for row in table.rows
    ]
    return shown(
        changes, language, language.gettext("Story"), language.gettext("No story is told more often than before")
    )


FIGURE = Figure(name="rising_lures", show=show, limit=8)
