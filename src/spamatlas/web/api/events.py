import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Annotated, Any

import msgspec
from litestar import Request, get
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import QueryParameter
from litestar.response import Stream

from spamatlas.web.allowance import Allowance
from spamatlas.web.api.documented import problems
from spamatlas.web.guards import known_parameters
from spamatlas.web.office import Office, office

CALM = (40, 10.0)
"""A calm stream's events at once, and then in a minute: 640 in an hour, of some thirty bytes each."""
PULSE_SECONDS = 15.0
"""A comment this often keeps proxies from closing a quiet stream."""


Calm = Annotated[
    bool, QueryParameter(description="Tell only that something changed, at a pace that a thin link can bear")
]


@get(
    "/api/v1/events",
    guards=[known_parameters],
    summary="What happens, as it happens (server-sent events)",
    responses={
        200: ResponseSpec(str, description="A stream without end", media_type="text/event-stream"),
        **problems(),
    },
)
async def events(request: Request[Any, Any, Any], calm: Calm = False) -> Stream:
    """Counts since the node started, whenever they change, at most five times a second; never content.

    With ``calm=1`` only that something changed, and a busy hour is told of in a few hundred events: for open pages.
    """
    return Stream(
        _told(office(request), calm=calm),
        media_type="text/event-stream",
        headers={"cache-control": "no-store", "x-accel-buffering": "no"},
    )


async def _told(place: Office, *, calm: bool = False) -> AsyncIterator[bytes]:
    pace = Allowance(*CALM)
    news = aiter(place.node.subscribe(figures=calm))
    closing = asyncio.ensure_future(place.closing.wait())
    coming = asyncio.ensure_future(anext(news))
    late = asyncio.ensure_future(place.tables.late())
    yield b"retry: 2000\nevent: hello\ndata: {}\n\n"
    try:
        while not closing.done():
            awaited = {coming, closing, late} if calm else {coming, closing}
            await asyncio.wait(awaited, timeout=PULSE_SECONDS, return_when=asyncio.FIRST_COMPLETED)
            if coming.done() or (calm and late.done()):
                told = {} if calm else coming.result()
                if late.done():
                    late = asyncio.ensure_future(place.tables.late())
                yield b"event: change\ndata: " + msgspec.json.encode(told) + b"\n\n"
                if calm and (wait := pace.wait_seconds("")):
                    await asyncio.wait({closing}, timeout=wait)
                if coming.done():
                    coming = asyncio.ensure_future(anext(news))
            elif not closing.done():
                yield b": still here\n\n"
    finally:
        for task in (coming, closing, late):
            task.cancel()
        with contextlib.suppress(Exception, asyncio.CancelledError):
            await asyncio.gather(coming, closing, late, return_exceptions=True)
