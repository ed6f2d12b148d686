import asyncio
from typing import Any

from litestar import Request, Response, get

from spamatlas.model import Scope
from spamatlas.web.console.desk import address, desk, number
from spamatlas.web.console.telling import doer_in_words, names_of, said
from spamatlas.web.guards import needs
from spamatlas.web.office import language_of, office

ROWS = 100


@get("/console/history", include_in_schema=False, guards=[needs(Scope.REPORTS_READ)])
async def history_page(request: Request[Any, Any, Any]) -> Response[bytes]:
    """What was done here, by whom and when; what can be undone, can be undone here."""
    before, language = number(request.query_params.get("before")), language_of(request)
    rows = await asyncio.to_thread(office(request).node.workbench.actions.newest, ROWS, before)
    names = await asyncio.to_thread(names_of, request, {who for row in rows for who in (row.who, row.undone_by)})
    further = address(request, before=str(rows[-1].number)) if len(rows) == ROWS else ""

    def who(word: str) -> str:
        return doer_in_words(language, word, names)

    return await desk(
        request, "console_history.html", rows=rows, further=further, said=lambda action: said(language, action), who=who
    )
