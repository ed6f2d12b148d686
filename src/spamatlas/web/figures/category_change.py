"""Which kinds of spam are reported, beside as long a time before."""

from spamatlas.locale import Language
from spamatlas.model import Category
from spamatlas.model.terms import term
from spamatlas.statistics import Table
from spamatlas.web.face.figure import Figure, Shown
from spamatlas.web.figures.rising import Change, shown


def show(table: Table, language: Language) -> Shown:
    """A bar a kind; what is no spam is left out."""
    changes = [
        Change(language.gettext(term(Category(row["category"])).name), row["reports"], row["before"])
        for row in table.rows
        if row["category"] != Category.NOT_SPAM
    ]
    nothing = language.gettext("Nothing was judged spam in this time")
    return shown(changes, language, language.gettext("Kind"), nothing)


FIGURE = Figure(name="category_change", show=show)
