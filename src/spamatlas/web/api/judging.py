import asyncio
from typing import Any

from litestar import Request, post

from spamatlas.web.api.intake import parts_of
from spamatlas.web.guards import within_allowance
from spamatlas.web.office import office


@post("/api/v1/judge", status_code=200, guards=[within_allowance], summary="Judge messages, storing nothing")
async def judge(request: Request[Any, Any, Any]) -> list[dict[str, Any]]:
    """One verdict a message, in order, in the same form as the command ``spamatlas judge``."""
    node = office(request).node
    parts = await parts_of(request)
    answers = [await asyncio.to_thread(node.judge, part.body, part.media_type, part.channel) for part in parts]
    return [dict(each) for answer in answers for each in answer]
