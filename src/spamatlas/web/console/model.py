import asyncio
from typing import Any

from litestar import Request, Response, get

from spamatlas.model import Scope
from spamatlas.pipeline.promotion import readiness
from spamatlas.web.console.desk import desk
from spamatlas.web.guards import needs
from spamatlas.web.office import office


@get("/console/model", include_in_schema=False, guards=[needs(Scope.REPORTS_READ)])
async def model_page(request: Request[Any, Any, Any]) -> Response[bytes]:
    """What a model in shadow makes of the reports beside the present one, and whether reports move away from it."""
    bench = office(request).node.workbench
    compared = await asyncio.to_thread(bench.shadow)
    weeks, moved = await asyncio.to_thread(bench.drift)
    ready = readiness(compared) if compared else None
    return await desk(request, "console_model.html", compared=compared, ready=ready, weeks=weeks, moved=moved)
