"""The analytics store: ClickHouse tables and their migrations; beside it the evidence vault."""

from spamatlas.store.database import Store

__all__ = ["Store"]
