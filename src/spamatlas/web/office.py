"""What every handler needs: the node, the reader's language, who asks."""

import asyncio
from collections.abc import Callable, Collection
from hashlib import blake2b
from hmac import compare_digest
from typing import Any
from urllib.parse import urlsplit

import msgspec
from litestar import Request
from litestar.connection import ASGIConnection
from msgspec import Struct

from spamatlas.locale import Language, best, languages
from spamatlas.model import Principal, Scope, Sight
from spamatlas.model.rights import EVERYTHING
from spamatlas.pipeline.actions import OPERATOR
from spamatlas.pipeline.provider_sign_in import Providers
from spamatlas.settings import is_loopback
from spamatlas.web.allowance import Allowance
from spamatlas.web.contract import Node, Whole
from spamatlas.web.forwarded import FIELDS, Network, client_of, is_old, is_proxy, networks, place_of
from spamatlas.web.idempotency import Answers
from spamatlas.web.tables import Tables

SESSION = "spamatlas-session"
PRINCIPAL = "principal"
LANGUAGE = "spamatlas-language"

Call = Request[Any, Any, Any]
Asker = ASGIConnection[Any, Any, Any, Any]
"""A request, or what a guard is given before there is one."""


class Premises(Struct, frozen=True):
    """One a process, before it is known who asks. ``closing`` is set when the server stops, so that streams end."""

    node: Whole
    closing: asyncio.Event
    allowance: Allowance
    tries: Allowance
    answers: Answers
    tables: Tables
    providers: Providers


class Office(Premises, frozen=True):
    """The same for one request: the node is as who asks sees it, and there is no other way to it."""

    node: Node


def premises(request: Asker) -> Premises:
    """What the requests of this process share: for what finds out who asks."""
    place: Premises = request.app.state.office
    return place


def office(request: Asker) -> Office:
    """What a handler is given. The one place where a node becomes what somebody may see of it."""
    place, asker = premises(request), request.scope["state"].get(PRINCIPAL)
    node = place.node.seen_by(asker.sight if asker else Sight())
    return Office(**(msgspec.structs.asdict(place) | {"node": node}))


def marks(request: Asker, tlp: str = "", named: Collection[int] = ()) -> Callable[[str], int]:
    """What gives what is filed now its marking: its owner is the member of who files, else the house.

    ``named`` are the people, by number, whom a RED one is for.
    """
    asker = principal(request)
    person = asker.number if asker.kind == "person" else 0
    return premises(request).node.accounts.markings.filing(asker.owner, person, tlp, named)


def language_of(request: Call) -> Language:
    """As the address says, else the cookie, else the browser's wishes (RFC 9110, section 12.5.4), else English."""
    said = [request.query_params.get("lang", ""), request.cookies.get(LANGUAGE, "")]
    for code in said:
        if code in languages():
            return languages()[code]
    return best(_wishes(request.headers.get("accept-language", "")))


def spoken(language: Language) -> dict[str, str]:
    """The header fields of an answer that is said in a language: which, and what it was chosen by (``language_of``)."""
    return {"content-language": language.code, "vary": "accept-language, cookie"}


def principal(request: Asker) -> Principal:
    """Who asks: found out by ``web.recognition`` before the handler; where there is no handler, what shows at once."""
    found: Principal | None = request.scope["state"].get(PRINCIPAL)
    return found or at_once(request) or Principal()


def may(request: Asker, scope: Scope) -> bool:
    """Whether who asks may do this."""
    return principal(request).may(scope)


def doer(request: Asker) -> str:
    """The word under which what is done now is noted."""
    return principal(request).who or OPERATOR


async def note_read(request: Asker, about: str) -> None:
    """Note in the audit trail that something restricted is about to be read."""
    await asyncio.to_thread(office(request).node.accounts.trail.note, doer(request), "read", about)


def sees_small_cells(request: Asker) -> bool:
    """Whether figures of few reporters are shown to who asks."""
    return may(request, Scope.STATISTICS)


def at_once(request: Asker) -> Principal | None:
    """Who asks, where the records need not be asked; None where they must be."""
    node = premises(request).node
    bearer, cookie = shown(request)
    recognition = node.accounts.recognition
    door = recognition.quick_door()
    if door is None:
        return None
    if node.token and (_same(bearer, node.token) or _same(cookie, session_of(node.token))):
        return Principal(kind="token", scopes=EVERYTHING, who=OPERATOR, sight=door.the_keeper)
    if bearer:
        return recognition.quick("key", bearer)
    found = recognition.quick("session", cookie) if cookie else Principal(sight=door.strangers)
    if found is None or found.kind == "person" or not is_near(request) or door.anybody:
        return found
    return Principal(kind="near", scopes=EVERYTHING - {Scope.ADMIN}, who=OPERATOR, sight=door.the_keeper)


def is_near(request: Asker) -> bool:
    """Whether the reader sits at the machine itself. Behind a proxy everybody seems to, and many a proxy does not say
    that it is one: so only where the node has no public name, for who asks for the machine's own, by a connection of
    a browser's kind (nginx speaks HTTP/1.0 to a node where it is not told otherwise), and for nobody who was forwarded.
    """
    known, asked = premises(request).node.settings, urlsplit(f"//{request.headers.get('host', '')}").hostname or ""
    if not is_loopback(known.host) or known.host_names or not is_loopback(asked):
        return False
    if any(name in request.headers for name in FIELDS) or is_old(request.scope):
        return False
    return not (request.client and is_proxy(request.client.host, _proxies(request)))


def shown(request: Asker) -> tuple[str, str]:
    """The bearer token (RFC 6750, section 2.1) and the session cookie, empty where there is none."""
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    return given.strip() if scheme.lower() == "bearer" else "", request.cookies.get(SESSION, "")


def _same(one: str, other: str) -> bool:
    return compare_digest(one.encode("utf-8", "replace"), other.encode())


def session_of(token: str) -> str:
    """The session cookie's value: follows from the token, does not tell it."""
    return blake2b(b"session", key=token.encode()[:64], digest_size=24).hexdigest()


def caller(request: Asker) -> str:
    """From which address somebody asks: the connection's, or what trusted proxies say; only ever used under a keyed
    hash or to count.
    """
    if not request.client:
        return "unknown"
    return client_of(request.client.host, request.scope["headers"], _proxies(request))


def place(request: Asker) -> str:
    """From where somebody asks, as allowances count it: all of a subscriber's addresses are one place."""
    return place_of(caller(request))


def _proxies(request: Asker) -> tuple[Network, ...]:
    return networks(premises(request).node.settings.trusted_proxies)


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
