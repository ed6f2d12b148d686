"""Where workers come from: they are forked from a process of one thread that has loaded what they all need.

None loads it for itself, what is loaded stands in memory once, and one that takes the place of another is there at
once.
"""

import multiprocessing
from multiprocessing import forkserver

TO_FILE, TO_JUDGE = "spamatlas.pipeline.loaded_to_file", "spamatlas.pipeline.loaded"

context = multiprocessing.get_context("forkserver")
context.set_forkserver_preload(["__main__", TO_FILE])


def start(to_do: str = TO_FILE) -> None:
    """Begin to load, while the caller does something else; the first worker begins it where nobody has before."""
    context.set_forkserver_preload(["__main__", to_do])
    forkserver.ensure_running()
