"""The only loader: a folder's modules that define the folder's record."""

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from pkgutil import iter_modules
from types import ModuleType
from typing import Any, TypeVar

Piece = TypeVar("Piece")


def pieces(folder: ModuleType, kind: type[Piece]) -> dict[str, Piece]:
    """Every piece of ``kind`` that a module of ``folder``, or an outsider's entry point, defines, by name.

    A piece has a ``name``. An outsider's package offers its module under the entry point group that is
    the folder's dotted name. Sorted by name, so that order can never come to mean anything.

    Raises:
        ImportError: a module is broken or two pieces share a name; the text says which file and why.
    """
    found: dict[str, Piece] = {}
    for module in modules(folder):
        for piece in vars(module).values():
            if not isinstance(piece, kind):
                continue
            name: str = piece.name  # type: ignore[attr-defined]
            if found.setdefault(name, piece) is not piece:
                raise ImportError(f"{module.__name__}: a second {kind.__name__} is named {name!r}")
    return dict(sorted(found.items()))


def modules(folder: ModuleType) -> Iterator[ModuleType]:
    """Every module of ``folder``, then what outsiders' entry points offer for it.

    Raises:
        ImportError: a module is broken; the text says which file and why.
    """
    names = [f"{folder.__name__}.{module.name}" for module in iter_modules(folder.__path__)]
    names += [entry.value for entry in _offered().select(group=folder.__name__)]
    for name in names:
        try:
            yield import_module(name)
        except Exception as error:
            raise ImportError(f"{name} does not load: {error}") from error


@cache
def _offered() -> Any:
    """What every installed package offers: read once a process, as there are a hundred files to look into."""
    return entry_points()
