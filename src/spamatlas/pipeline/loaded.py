"""What workers that judge are forked from: importing it loads once, for all, what each would load for itself."""

import os

from spamatlas.pipeline import collector

collector.rest()
# No matrices are multiplied here, and threads that wait for some take 30 ms of processor at every start.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from spamatlas import judge, parse  # noqa: E402
from spamatlas.pipeline import analyst, worker  # noqa: E402

__all__ = ["worker"]

parse.warm_up()
judge.warm_up()
analyst.directory().warm_up()
collector.freeze()
