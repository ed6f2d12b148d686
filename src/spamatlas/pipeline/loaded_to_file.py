"""The same for a node's workers: they also group what they read, and take it from the evidence."""

from spamatlas.pipeline import collector, loaded

collector.rest()

from spamatlas import campaign  # noqa: E402
from spamatlas.parse.mail import code  # noqa: E402
from spamatlas.store import evidence  # noqa: E402

__all__ = ["campaign", "evidence", "loaded"]

code.warm_up()
collector.freeze()
