"""Who may: the operator's pages and interfaces, and changes; and what may be asked."""

from functools import cache
from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler
from litestar.params import QueryParameter

from spamatlas.web.office import caller, has_token, is_operator, office
from spamatlas.web.problems import Refused

HOW = "send 'Authorization: Bearer …' with the node's token: the file token.key of the data folder, in hexadecimal"
Connection = ASGIConnection[Any, Any, Any, Any]
OPEN = "takes_more_parameters"
"""The mark of a handler that looks at parameters itself, since which there are depends on what is asked for."""


def token_wanted(connection: Connection, _: BaseRouteHandler) -> None:
    """A change is taken only with the token, on loopback too: any web page can post to this machine."""
    if not has_token(connection):
        raise Refused(401, "token-wanted", HOW, {"www-authenticate": 'Bearer realm="spamatlas"'})


def operator_only(connection: Connection, _: BaseRouteHandler) -> None:
    """What people filed is shown to the node's operator alone."""
    if not is_operator(connection):
        raise Refused(401, "token-wanted", HOW, {"www-authenticate": 'Bearer realm="spamatlas"'})


def own_page_only(connection: Connection, _: BaseRouteHandler) -> None:
    """What is noted when it is read is read by our own pages and by programs, not from another site's page."""
    if connection.headers.get("sec-fetch-site", "none") not in {"same-origin", "none"}:
        raise Refused(403, "foreign-origin", "the request comes from another site's page; nothing was changed")


def within_allowance(connection: Connection, _: BaseRouteHandler) -> None:
    """Without the token, a caller may ask only so often."""
    if has_token(connection):
        return
    wait = office(connection).allowance.wait_seconds(caller(connection))
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
