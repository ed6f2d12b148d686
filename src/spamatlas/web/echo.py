"""Many who ask for one page at one moment get one answer: it is made and compressed once."""

import asyncio
import time
from collections import OrderedDict

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from msgspec import Struct

from spamatlas.web.forwarded import FIELDS, is_old
from spamatlas.web.tables import KEPT_SECONDS

ALONE = ("/api/", "/static/", "/taxii2/", "/feeds/", "/schema", "/metrics", "/console", "/receipts")
"""What streams, is large, or is one person's work, where each change must be seen at once, passes straight through."""
ASIDE = frozenset({"user-agent", "referer", "x-forwarded-for", "x-real-ip", "forwarded", "traceparent", "x-request-id"})
"""Fields of a request that no page looks into; that somebody was forwarded counts, who it was does not."""
MOST_KEPT = 64
MOST_BYTES = 1_000_000

Key = tuple[object, ...]


class Made(Struct):
    """An answer on its way: when it was begun (monotonic seconds), and its messages; None where it is nobody else's."""

    at: float
    answer: asyncio.Future[list[Message] | None]


class Echo:
    """Stands before an application. Two requests are one where path, query and fields are the same.

    An answer is given again for as long as tables are kept, counted from the moment it was begun: whoever hears
    of a change and waits as live.js does gets a page with the change in it.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._made: OrderedDict[Key, Made] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        key = _key(scope)
        if key is None:
            await self._app(scope, receive, send)
            return
        made = self._made.get(key)
        if made and time.monotonic() - made.at < KEPT_SECONDS and (answer := await asyncio.shield(made.answer)):
            for message in answer:
                await send(message)
            return
        await self._make(key, scope, receive, send)

    async def _make(self, key: Key, scope: Scope, receive: Receive, send: Send) -> None:
        made = Made(time.monotonic(), asyncio.get_running_loop().create_future())
        self._made[key] = made
        while len(self._made) > MOST_KEPT:
            self._made.popitem(last=False)
        said: list[Message] = []

        async def hear(message: Message) -> None:
            said.append(message)
            if not made.answer.done() and not _is_anyones(said):
                made.answer.set_result(None)
            await send(message)

        try:
            await self._app(scope, receive, hear)
        finally:
            if not made.answer.done():
                whole = bool(said) and said[-1]["type"] == "http.response.body" and not said[-1].get("more_body")
                made.answer.set_result(said if whole else None)


def _key(scope: Scope) -> Key | None:
    """What an answer depends on; None for what is not a page that is read."""
    if scope["type"] != ScopeType.HTTP or scope.get("method") != "GET" or scope["path"].startswith(ALONE):
        return None
    fields = [(name.decode("latin-1").lower(), value) for name, value in scope["headers"]]
    names = {name for name, _ in fields}
    return (
        scope["path"],
        scope["query_string"],
        not names.isdisjoint(FIELDS) or is_old(scope),
        *sorted(field for field in fields if field[0] not in ASIDE),
    )


def _is_anyones(said: list[Message]) -> bool:
    """Whether what was said so far is a page, sets no cookie, and is no flood."""
    start = said[0]
    if start["type"] != "http.response.start" or start["status"] not in {200, 304}:
        return False
    fields = {name.lower(): value for name, value in start["headers"]}
    is_page = fields.get(b"content-type", b"").startswith(b"text/html")
    return is_page and b"set-cookie" not in fields and sum(map(_bytes, said)) < MOST_BYTES


def _bytes(message: Message) -> int:
    return len(message["body"]) if message["type"] == "http.response.body" else 0
