"""The analytics store: ClickHouse tables and their migrations; beside it the evidence vault."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spamatlas.store.database import Store

__all__ = ["Store"]


def __getattr__(name: str) -> Any:
    """The store itself is loaded when first asked for: who only writes rows or reads evidence needs no engine."""
    if name != "Store":
        raise AttributeError(name)
    from spamatlas.store.database import Store  # noqa: PLC0415

    return Store
