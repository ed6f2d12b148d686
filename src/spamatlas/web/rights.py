"""What each route needs, read from the handlers themselves: for the page of rights, the audit trail and the tests."""

from collections.abc import Iterable
from typing import Any

from litestar import Litestar
from litestar.handlers import BaseRouteHandler, HTTPRouteHandler
from litestar.routes import HTTPRoute
from msgspec import Struct

from spamatlas.model import Scope
from spamatlas.web.guards import Needs


class Route(Struct, frozen=True, order=True):
    """A method and an address with the scope it needs; empty for what is open to everybody."""

    path: str
    method: str
    scope: Scope | str
    noted: bool


def needed(handler: BaseRouteHandler) -> Needs | None:
    """What a handler needs; None for what is open."""
    guards: Iterable[Any] = handler.guards or ()
    return next((each for each in guards if isinstance(each, Needs)), None)


def table(app: Litestar) -> list[Route]:
    """Every route there is, by its address and method; HEAD and OPTIONS are left out."""
    found = []
    for route in app.routes:
        for handler in route.route_handlers if isinstance(route, HTTPRoute) else ():
            found += [_route(route.path, method, handler) for method in handler.http_methods if method in METHODS]
    return sorted(found)


METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE"})


def _route(path: str, method: str, handler: HTTPRouteHandler) -> Route:
    need = needed(handler)
    return Route(path, method, need.scope if need else "", bool(need and need.noted))
