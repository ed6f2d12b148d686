"""The handlers of a folder, found by looking into it: a new page or address is one new file."""

from types import ModuleType

from litestar.handlers import HTTPRouteHandler

from spamatlas.plugins import modules


def handlers(folder: ModuleType) -> list[HTTPRouteHandler]:
    """Every handler that a module of the folder defines.

    Raises:
        ImportError: a module is broken; the text says which file and why.
    """
    found: dict[int, HTTPRouteHandler] = {}
    for module in modules(folder):
        for each in vars(module).values():
            if isinstance(each, HTTPRouteHandler):
                found[id(each)] = each
    return [_without_made_up_examples(each) for each in found.values()]


def _without_made_up_examples(handler: HTTPRouteHandler) -> HTTPRouteHandler:
    """Litestar makes up an answer of random values, other ones at every start, unless each answer says not to."""
    for answer in (handler.responses or {}).values():
        answer.generate_examples = False
    return handler
