"""The same for a node's workers: they also group what they read, and take it from the evidence."""

from spamatlas.pipeline import collector, loaded

collector.rest()

from spamatlas import campaign, parse  # noqa: E402
from spamatlas.pipeline import rehearsal  # noqa: E402
from spamatlas.store import evidence  # noqa: E402

__all__ = ["campaign", "evidence", "loaded"]

parse.warm_up(is_for_long=True)
rehearsal.mails()
collector.freeze()
