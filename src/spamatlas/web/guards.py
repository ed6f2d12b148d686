"""Who may do what, and what may be asked."""

from functools import cache
from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler
from litestar.params import QueryParameter
from msgspec import Struct

from spamatlas.model import Principal, Scope
from spamatlas.web.gate import SAFE
from spamatlas.web.office import office, place, principal
from spamatlas.web.problems import Refused

REFUSALS = {
    "token-wanted": "send 'Authorization: Bearer …' with a key or the node's token (file token.key of the data folder)",
    "key-unknown": "no key of this node is written so",
    "key-ended": "this key was ended; ask an administrator for another one",
    "key-expired": "this key is too old; ask an administrator for another one",
    "session-ended": "you were signed out, or nothing was done for two hours; sign in again",
}
"""Why what was shown opens nothing, by the code."""
Connection = ASGIConnection[Any, Any, Any, Any]
OPEN = "takes_more_parameters"
"""The mark of a handler that looks at parameters itself, since which there are depends on what is asked for."""


class Needs(Struct, frozen=True):
    """The guard of what not everybody may; ``web.rights`` lists what each route needs.

    What is ``noted`` stands in the audit trail also when it was only read.
    """

    scope: Scope
    noted: bool = False

    def __call__(self, connection: Connection, _: BaseRouteHandler) -> None:
        demand(connection, self.scope)


@cache
def needs(scope: Scope, *, noted: bool = False) -> Needs:
    """A guard that lets those pass who have the scope."""
    return Needs(scope, noted)


def demand(connection: Connection, scope: Scope) -> None:
    """The one place where a right is asked for.

    Raises:
        Refused: 401 for who shows nothing that opens anything, 403 for who may other things.
    """
    asker = principal(connection)
    # A change is taken only from who shows something, on loopback too: any web page can post to this machine.
    is_shown = asker.kind != "near" or _is_safe(connection) or not connection.url.path.startswith("/api/")
    if asker.may(scope) and is_shown:
        return
    if asker.kind in {"nobody", "near"}:
        raise unrecognised(asker)
    if asker.lacks_factor:
        raise Refused(
            403, "second-factor-wanted", "your role needs a second factor: set one up, or show it, under Account"
        )
    raise Refused(403, "not-allowed", f"this needs the right {scope}, which you do not have")


def unrecognised(asker: Principal) -> Refused:
    """The refusal of who shows nothing that opens anything."""
    code = asker.refusal or "token-wanted"
    return Refused(401, code, REFUSALS[code], {"www-authenticate": 'Bearer realm="spamatlas"'})


def _is_safe(connection: Connection) -> bool:
    return str(connection.scope.get("method", "GET")) in SAFE


def own_page_only(connection: Connection, _: BaseRouteHandler) -> None:
    """What is noted when it is read is read by our own pages and by programs, not from another site's page."""
    if connection.headers.get("sec-fetch-site", "none") not in {"same-origin", "none"}:
        raise Refused(403, "foreign-origin", "the request comes from another site's page; nothing was changed")


def within_allowance(connection: Connection, _: BaseRouteHandler) -> None:
    """Who shows nothing may ask only so often."""
    if principal(connection).kind not in {"nobody", "near"}:
        return
    wait = office(connection).allowance.wait_seconds(place(connection))
    if wait:
        after = {"retry-after": str(int(wait) + 1)}
        raise Refused(429, "too-many-requests", "that was a lot at once; try again in a moment", after)


def known_parameters(connection: Connection, handler: BaseRouteHandler) -> None:
    """A parameter that an operation does not have is refused: passed over, it would change what an answer means."""
    known = query_parameters(handler)
    if not handler.opt.get(OPEN) and (unknown := sorted(set(connection.query_params) - known)):
        raise unknown_parameter(unknown[0], known)


def unknown_parameter(name: str, known: frozenset[str]) -> Refused:
    """The refusal of a parameter, with those that there are."""
    there_are = f"there are {', '.join(sorted(known))}" if known else "there are none"
    shown = name[:50].encode("ascii", "replace").decode()
    return Refused(400, "unknown-parameter", f"there is no such parameter here; {there_are}", where=f"?{shown}")


@cache
def query_parameters(handler: BaseRouteHandler) -> frozenset[str]:
    """The names of the query parameters that a handler and what is provided to it say they take."""
    provided = handler.resolve_dependencies().values()
    signatures = [handler.parsed_fn_signature, *(each.parsed_fn_signature for each in provided)]
    return frozenset(
        field.kwarg_definition.query or field.name
        for signature in signatures
        for field in signature.parameters.values()
        if isinstance(field.kwarg_definition, QueryParameter)
    )
