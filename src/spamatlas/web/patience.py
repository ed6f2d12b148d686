"""Who is refused while they still send hears why: a browser or a proxy whose sending breaks off shows its own fault."""

import asyncio

from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPReceiveMessage, Message, Receive, Scope, Send, WebSocketReceiveMessage

MOST_BYTES = 256_000_000
"""So much more is read of what is not taken: five times the largest report that is taken where nothing is set."""
LONGEST_SECONDS = 30.0


class Patience:
    """Stands before an application: an answer that comes before all was sent waits for it (RFC 9112, section 9.6).

    Seen on 2026-11-27: with 50 million bytes on their way, nginx 1.22 answered 502 in place of 413 or 401.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP or not _sends(scope):
            await self._app(scope, receive, send)
            return
        coming = _Coming(receive)
        waits = (b"expect", b"100-continue") in [(name.lower(), value.lower()) for name, value in scope["headers"]]

        async def say(message: Message) -> None:
            if message["type"] == "http.response.start" and not (waits and not coming.bytes):
                await coming.rest()
            await send(message)

        await self._app(scope, coming, say)


class _Coming:
    """What somebody sends, and how much of it came."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self.bytes, self._is_whole = 0, False

    async def __call__(self) -> HTTPReceiveMessage | WebSocketReceiveMessage:
        message = await self._receive()
        if message["type"] == "http.request":
            self.bytes += len(message["body"])
            self._is_whole = not message.get("more_body")
        else:
            self._is_whole = True
        return message

    async def rest(self) -> None:
        """Reads on, and keeps nothing of it."""
        try:
            async with asyncio.timeout(LONGEST_SECONDS):
                while not self._is_whole and self.bytes < MOST_BYTES:
                    await self()
        except TimeoutError:
            pass


def _sends(scope: Scope) -> bool:
    fields = {name.lower(): value for name, value in scope["headers"]}
    return b"transfer-encoding" in fields or fields.get(b"content-length", b"0") != b"0"
