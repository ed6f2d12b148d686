"""What every handler needs: the node, the reader's language, whether the reader is the operator."""

import asyncio
from hashlib import blake2b
from hmac import compare_digest
from ipaddress import ip_address
from typing import Any

from litestar import Request
from litestar.connection import ASGIConnection
from msgspec import Struct

from spamatlas.locale import Language, best, languages
from spamatlas.web.allowance import Allowance
from spamatlas.web.contract import Node
from spamatlas.web.idempotency import Answers
from spamatlas.web.tables import Tables

SESSION = "spamatlas-session"
LANGUAGE = "spamatlas-language"
FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip")

Call = Request[Any, Any, Any]
Asker = ASGIConnection[Any, Any, Any, Any]
"""A request, or what a guard is given before there is one."""


class Office(Struct, frozen=True):
    """One a process. ``closing`` is set when the server stops, so that streams end."""

    node: Node
    closing: asyncio.Event
    allowance: Allowance
    answers: Answers
    tables: Tables


def office(request: Asker) -> Office:
    """What the handlers of this process share."""
    place: Office = request.app.state.office
    return place


def language_of(request: Call) -> Language:
    """As the address says, else the cookie, else the browser's wishes (RFC 9110, section 12.5.4), else English."""
    said = [request.query_params.get("lang", ""), request.cookies.get(LANGUAGE, "")]
    for code in said:
        if code in languages():
            return languages()[code]
    return best(_wishes(request.headers.get("accept-language", "")))


def is_operator(request: Asker) -> bool:
    """Whether the reader may see what people filed: at the machine itself, or with the token.

    A node that listens on loopback is its operator's own; behind a proxy everybody seems to come from
    there, so a forwarded request never counts as near.
    """
    near = is_loopback(office(request).node.settings.host) and not any(name in request.headers for name in FORWARDED)
    return near or has_token(request)


def has_token(request: Asker) -> bool:
    """Whether the request shows the node's token, in its header or as the session cookie that follows from it."""
    token = office(request).node.token
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token and compare_digest(given.strip().encode(), token.encode()):
        return True
    cookie = request.cookies.get(SESSION, "")
    return bool(token) and compare_digest(cookie.encode(), session_of(token).encode())


def session_of(token: str) -> str:
    """The session cookie's value: follows from the token, does not tell it."""
    return blake2b(b"session", key=token.encode()[:64], digest_size=24).hexdigest()


def is_loopback(host: str) -> bool:
    """Whether an address to listen on is reached from this machine alone."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def caller(request: Asker) -> str:
    """Who asks, as far as the connection tells; only ever used under a keyed hash or to count."""
    return request.client.host if request.client else "unknown"


def _wishes(field: str) -> list[str]:
    """The languages of an Accept-Language field, the most wanted first (RFC 9110, section 12.5.4)."""
    weighed = []
    for place, each in enumerate(field[:500].split(",")):
        code, _, weight = each.strip().partition(";q=")
        try:
            weighed.append((-float(weight or 1), place, code))
        except ValueError:
            continue
    return [code for _, _, code in sorted(weighed) if code and code != "*"]
