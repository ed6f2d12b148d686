"""Which domains are linked to more often than before."""

from spamatlas.locale import Language
from spamatlas.statistics import Table
from spamatlas.web.face.figure import Figure, Shown
from spamatlas.web.figures.rising import Change, shown
from spamatlas.web.inert import defang, plain


def show(table: Table, language: Language) -> Shown:
    """A bar a domain, defanged, the fastest growing first."""
    changes = [Change(plain(defang(row["domain"]), 60), row["reports"], row["before"]) for row in table.rows]
    nothing = language.gettext("No domain is linked to more often than before")
    return shown(changes, language, language.gettext("Domain"), nothing)


FIGURE = Figure(name="rising_domains", show=show, limit=8)
