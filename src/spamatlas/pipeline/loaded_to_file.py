"""The same for a node's workers: they also group what they read, and take it from the evidence."""

from spamatlas.pipeline import collector

collector.rest()

from spamatlas import campaign  # noqa: E402
from spamatlas.pipeline import loaded  # noqa: E402
from spamatlas.store import evidence  # noqa: E402

__all__ = ["campaign", "evidence", "loaded"]

collector.freeze()
