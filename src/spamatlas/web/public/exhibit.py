"""Figures for a page: read together, cut by the page's view, in the reader's language."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from urllib.parse import urlencode

from msgspec import Struct

from spamatlas.pipeline.decisions import Label
from spamatlas.plugins import pieces
from spamatlas.statistics import Table, catalogue
from spamatlas.web import figures as folder
from spamatlas.web.face.figure import Figure, Shown
from spamatlas.web.face.sheet import HAVE
from spamatlas.web.face.view import View, view_of
from spamatlas.web.office import Call, language_of, office, sees_small_cells
from spamatlas.web.tables import Ask, ask


class Exhibit(Struct, frozen=True, kw_only=True):
    """A figure with its table. ``query`` asks for the same at its own page, ``data`` at the interface for programs.

    ``unheeded`` names the filters that are set and that it can't be cut by; ``labels`` are what people here call
    campaigns, for those who work here alone: they are written for nobody else.
    """

    name: str
    shown: Shown
    table: Table
    query: str
    data: str
    seen: View
    unheeded: list[str] = []
    labels: Mapping[str, Label] = {}


@cache
def all_figures() -> dict[str, Figure]:
    """Every figure there is, by name."""
    return pieces(folder, Figure)


def view(request: Call, country: str = "") -> View:
    """What the page's address asks for."""
    return view_of(request.query_params, language_of(request), datetime.now(UTC), country)


async def exhibits(
    request: Call, names: Sequence[str], seen: View, *, public: bool | None = None
) -> dict[str, Exhibit]:
    """The named figures. Without a word on it the operator sees every cell, anybody else those of enough reporters."""
    hidden = not sees_small_cells(request) if public is None else public
    statistics = {name: catalogue()[name] for name in names}
    asked = parameters(names, seen)
    tables = await tables_of(request, [ask(name, asked[name]) for name in names], hidden)
    language = language_of(request)
    labels = {} if hidden else await asyncio.to_thread(office(request).node.campaign_labels)
    return {
        name: Exhibit(
            name=name,
            shown=all_figures()[name].show(table, language),
            table=table,
            query=seen.query(),
            seen=seen,
            data=urlencode(asked[name]),
            unheeded=seen.unheeded(statistics[name]),
            labels=labels,
        )
        for name, table in zip(names, tables, strict=True)
    }


async def tables_of(request: Call, asks: Sequence[Ask], public: bool) -> list[Table]:
    """The tables of a page that is opened, or of one that is open and asks what changed."""
    tables = office(request).tables
    if HAVE in request.query_params:
        return await tables.read_soon(asks, public)
    return await tables.read(asks, public, newest=False)


def parameters(names: Sequence[str], seen: View) -> dict[str, dict[str, str]]:
    """What the named figures' statistics are asked with in this view."""
    return {name: seen.parameters(catalogue()[name]) | _limit(name) for name in names}


def _limit(name: str) -> dict[str, str]:
    limit = all_figures()[name].limit
    return {"limit": str(limit)} if limit else {}
