"""What workers that judge are forked from: importing it loads once, for all, what each would load for itself."""

from spamatlas.pipeline import collector

collector.rest()

from spamatlas import judge, parse  # noqa: E402
from spamatlas.pipeline import worker  # noqa: E402

__all__ = ["worker"]

parse.warm_up()
judge.warm_up()
worker.directory().warm_up()
collector.freeze()
