"""What workers are forked from: importing it loads once, for all of them, what each would load for itself."""

from spamatlas import judge, parse
from spamatlas.pipeline import collector, worker

__all__ = ["worker"]

parse.warm_up()
judge.warm_up()
collector.settle()
