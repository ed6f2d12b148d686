"""By what route it comes: from source to destination, coloured by the class of the route."""

from spamatlas.locale import Language
from spamatlas.model import RouteClass
from spamatlas.model.terms import term
from spamatlas.statistics import Table
from spamatlas.web.face.figure import Figure, Grid, Shown, grid_of
from spamatlas.web.face.sankey import OTHER, Flow, drawn, gathered


def show(table: Table, language: Language) -> Shown:
    """The dozen largest flows that have a known end, and all others as one."""
    rows = [row for row in table.rows if row["source"] or row["destination"]]
    whole = [row for row in rows if row["source"] and row["destination"]]
    title = language.gettext("No route is known from end to end yet")
    if whole:
        title = language.say(
            "The busiest known route leads from {source} to {destination}",
            source=language.country(whole[0]["source"]),
            destination=language.country(whole[0]["destination"]),
        )
    if not rows:
        return Shown(title=title)
    flows = gathered(
        [
            Flow(row["source"], row["transit"], row["destination"], row["route_class"], int(row["reports"]))
            for row in rows
        ]
    )
    drawing = drawn(
        flows,
        lambda name: _place(name, language),
        lambda flow: _told(flow, language),
        mirrored=language.is_mirrored,
    )
    key = [(f"route-{tone}", _class(tone, language)) for tone in dict.fromkeys(flow.tone for flow in flows)]
    note = language.say(
        "Drawn are {n} of {total} reports: those of which the country at one end is known at least.",
        n=language.number(sum(flow.value for flow in flows)),
        total=language.number(table.reports),
    )
    return Shown(title=title, drawing=drawing, key=key, note=note, grid=_grid(table, language))


def _place(name: str, language: Language) -> str:
    """A node in words; several countries of transit stand in their order."""
    if name == OTHER:
        return language.gettext("Other")
    if not name:
        return language.gettext("Not known")
    return language.listing(language.country(code) for code in name.split())


def _class(tone: str, language: Language) -> str:
    return language.gettext("All other routes") if tone == "other" else language.gettext(term(RouteClass(tone)).name)


def _told(flow: Flow, language: Language) -> str:
    stops = [flow.source, *([flow.transit] if flow.transit else []), flow.destination]
    arrow = " ← " if language.is_mirrored else " → "
    way = arrow.join(_place(name, language) for name in stops)
    return f"{way}: {_class(flow.tone, language)}, {language.number(flow.value)}"


def _grid(table: Table, language: Language) -> Grid:
    heads = [
        (language.gettext("From"), False),
        (language.gettext("By way of"), False),
        (language.gettext("To"), False),
        (language.gettext("Route"), False),
        (language.gettext("Reports"), True),
    ]
    rows = [
        [
            _place(row["source"], language),
            _place(row["transit"], language) if row["transit"] else "–",
            _place(row["destination"], language),
            _class(row["route_class"], language),
            language.number(row["reports"]),
        ]
        for row in table.rows
    ]
    return grid_of(heads, rows)


FIGURE = Figure(name="routes", show=show, limit=200)
