"""The faces that browsers and programs see: pages, the HTTP interface, server-sent events."""

from spamatlas.web.app import create_app
from spamatlas.web.server import serve

__all__ = ["create_app", "serve"]
