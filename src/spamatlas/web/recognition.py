"""Who asks, found out once a request, before its handler; and what they did, noted in the audit trail."""

import asyncio
from typing import Any

from litestar import Request
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from spamatlas.model import Principal
from spamatlas.model import Scope as Right
from spamatlas.web.gate import SAFE
from spamatlas.web.office import PRINCIPAL, at_once, premises, shown
from spamatlas.web.rights import needed

UNNOTED = frozenset({Right.REPORTS_WRITE, Right.JUDGE, Right.ADMIN})
"""What leaves its own traces: the log has every report, and members' records note each change of theirs."""
LONGEST_PATH = 200


class Recognised(ASGIMiddleware):
    """Puts the principal beside the request; the records are asked in a thread, and only where memory does not know."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        request: Request[Any, Any, Any] = Request(scope)
        found = at_once(request)
        if found is None:
            await asyncio.to_thread(look_up, request)
            found = at_once(request)
        scope["state"][PRINCIPAL] = asker = found or Principal()
        need = needed(scope["route_handler"])
        if need is None or not asker.may(need.scope):
            await next_app(scope, receive, send)
            return
        trail, path = premises(request).node.accounts.trail, request.url.path[:LONGEST_PATH]
        if str(scope.get("method")) in SAFE:
            if need.noted:
                await asyncio.to_thread(trail.note, asker.who, "read", path)
            await next_app(scope, receive, send)
            return
        answers: list[int] = []

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                answers.append(message["status"])
            await send(message)

        await next_app(scope, receive, sending)
        if need.scope not in UNNOTED and answers and answers[0] < 400:
            await asyncio.to_thread(trail.note, asker.who, "changed", path)


def look_up(request: Request[Any, Any, Any]) -> None:
    """Have the records say who it is.

    Raises:
        Unavailable: they are away; nobody is let in meanwhile.
    """
    bearer, cookie = shown(request)
    recognition = premises(request).node.accounts.recognition
    if bearer:
        recognition.look_up("key", bearer)
    elif cookie:
        recognition.look_up("session", cookie)
    if recognition.quick_door() is None:
        recognition.anybody()
