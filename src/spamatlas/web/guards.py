"""Who may: the operator's pages and interfaces, and changes."""

from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from spamatlas.web.office import caller, has_token, is_operator, office
from spamatlas.web.problems import Refused

HOW = "send 'Authorization: Bearer …' with the node's token: the file token.key of the data folder, in hexadecimal"
Connection = ASGIConnection[Any, Any, Any, Any]


def token_wanted(connection: Connection, _: BaseRouteHandler) -> None:
    """A change is taken only with the token, on loopback too: any web page can post to this machine."""
    if not has_token(connection):
        raise Refused(401, "token-wanted", HOW, {"www-authenticate": 'Bearer realm="spamatlas"'})


def operator_only(connection: Connection, _: BaseRouteHandler) -> None:
    """What people filed is shown to the node's operator alone."""
    if not is_operator(connection):
        raise Refused(401, "token-wanted", HOW, {"www-authenticate": 'Bearer realm="spamatlas"'})


def within_allowance(connection: Connection, _: BaseRouteHandler) -> None:
    """Without the token, a caller may ask only so often."""
    if has_token(connection):
        return
    wait = office(connection).allowance.wait_seconds(caller(connection))
    if wait:
        after = {"retry-after": str(int(wait) + 1)}
        raise Refused(429, "too-many-requests", "that was a lot at once; try again in a moment", after)
