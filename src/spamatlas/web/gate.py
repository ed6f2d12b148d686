"""What every request passes first: is it meant for us, does it come from our own pages, what may a browser do."""

import socket
from ipaddress import ip_address
from urllib.parse import urlsplit

from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from spamatlas.settings import Settings
from spamatlas.web.problems import problem

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
    (b"x-frame-options", b"DENY"),
)


class Gate(ASGIMiddleware):
    """Refuses a foreign Host (DNS rebinding) with 421, and a change asked for by another site's page with 403."""

    scopes = (ScopeType.HTTP,)

    def __init__(self, settings: Settings) -> None:
        self._names = {"localhost", settings.host.lower(), socket.gethostname().lower()}
        self._names |= {name.lower() for name in settings.host_names}

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        host = headers.get("host", "")
        if not self._is_ours(host):
            answer = problem(421, "foreign-host", "this node does not answer to that name")
        elif str(scope.get("method")) not in SAFE and not _is_same_origin(headers, host):
            answer = problem(403, "foreign-origin", "the request comes from another site's page; nothing was changed")
        else:
            await next_app(scope, receive, send)
            return
        await answer.to_asgi_response(None, None)(scope, receive, send)  # type: ignore[arg-type]

    def _is_ours(self, host: str) -> bool:
        name = (urlsplit(f"//{host}").hostname or "").lower()
        return name in self._names or is_address(name)


def _is_same_origin(headers: dict[str, str], host: str) -> bool:
    """Programs send neither field; a browser sends at least one with every change (Fetch standard)."""
    if headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        return False
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc.lower() == host.lower()


def is_address(name: str) -> bool:
    """Whether it is an IP address, of either version."""
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


async def protect(message: Message, _: Scope) -> None:
    """Put the protecting fields on every answer (a ``before_send`` hook)."""
    if message["type"] == "http.response.start":
        present = {name for name, _ in message["headers"]}
        message["headers"] = [*message["headers"], *(pair for pair in HEADERS if pair[0] not in present)]
