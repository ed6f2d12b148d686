"""Whoever watches a node, or follows a link to see whether it leads somewhere, asks with HEAD."""

import asyncio

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send


class Heads:
    """Stands before an application: HEAD is answered with the fields that GET has (RFC 9110, section 9.3.2)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return
        flows = asyncio.Event()

        async def hear(message: Message) -> None:
            if message["type"] == "http.response.start":
                await send(message)
                await send({"type": "http.response.body", "body": b"", "more_body": False})
            elif message["type"] == "http.response.body" and message["more_body"]:
                flows.set()
                await asyncio.Event().wait()  # a stream may have no end

        asked: Scope = {**scope, "method": "GET"}
        work = asyncio.ensure_future(self._app(asked, receive, hear))
        enough = asyncio.ensure_future(flows.wait())
        try:
            await asyncio.wait({work, enough}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            enough.cancel()
            if not work.done():
                work.cancel()
        if not work.cancelled() and work.done():
            work.result()
