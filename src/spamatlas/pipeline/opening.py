"""A node that runs and can be asked: how every face comes by one."""

from collections.abc import Iterator
from contextlib import contextmanager

from spamatlas.pipeline.answers import Answers
from spamatlas.pipeline.desk import Desk
from spamatlas.pipeline.node import Node
from spamatlas.settings import Settings


@contextmanager
def opened(settings: Settings) -> Iterator[Answers]:
    """A running node's answers; other processes may ask the same at its socket meanwhile.

    Raises:
        Unavailable: another process runs a node on the data folder.
    """
    with Node(settings) as node:
        answers = Answers(node)
        desk = Desk(node.folder.socket, answers.questions())
        try:
            yield answers
        finally:
            desk.close()
