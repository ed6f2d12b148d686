"""Which networks it comes from."""

from collections import defaultdict

from spamatlas.locale import Language
from spamatlas.statistics import Table
from spamatlas.web.face.figure import Figure, Shown, rows_of
from spamatlas.web.inert import plain


def show(table: Table, language: Language) -> Shown:
    """A bar a network."""
    sums: dict[str, int] = defaultdict(int)
    for row in table.rows:
        sums[plain(f"AS{row['asn']} {row['operator']}".strip(), 80)] += row["reports"]
    rows = rows_of(sums, table.reports)
    title = language.gettext("No sending network is known yet")
    if rows:
        title = language.say(
            "{name} is the most frequent known network: {n} reports",
            name=rows[0].label,
            n=language.number(rows[0].value),
        )
    return Shown(title=title, style="ranked", heading=language.gettext("Network"), rows=rows)


FIGURE = Figure(name="origins_by_network", show=show, limit=20)
