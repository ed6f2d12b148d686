import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import msgspec
from litestar import Request, get
from litestar.openapi.datastructures import ResponseSpec
from litestar.response import Stream

from spamatlas.web.guards import known_parameters
from spamatlas.web.office import Office, office

PULSE_SECONDS = 15.0
"""A comment this often keeps proxies from closing a quiet stream."""


@get(
    "/api/v1/events",
    guards=[known_parameters],
    summary="What happens, as it happens (server-sent events)",
    responses={200: ResponseSpec(str, description="A stream without end", media_type="text/event-stream")},
)
async def events(request: Request[Any, Any, Any]) -> Stream:
    """Counts since the node started, whenever they change, at most five times a second; never content."""
    return Stream(
        _told(office(request)),
        media_type="text/event-stream",
        headers={"cache-control": "no-store", "x-accel-buffering": "no"},
    )


async def _told(place: Office) -> AsyncIterator[bytes]:
    news = aiter(place.node.subscribe())
    closing = asyncio.ensure_future(place.closing.wait())
    coming = asyncio.ensure_future(anext(news))
    yield b"retry: 2000\nevent: hello\ndata: {}\n\n"
    try:
        while not closing.done():
            await asyncio.wait({coming, closing}, timeout=PULSE_SECONDS, return_when=asyncio.FIRST_COMPLETED)
            if coming.done():
                yield b"event: change\ndata: " + msgspec.json.encode(coming.result()) + b"\n\n"
                coming = asyncio.ensure_future(anext(news))
            elif not closing.done():
                yield b": still here\n\n"
    finally:
        for task in (coming, closing):
            task.cancel()
        with contextlib.suppress(Exception, asyncio.CancelledError):
            await asyncio.gather(coming, closing, return_exceptions=True)
