"""A report taken back by whoever filed it."""

import time

from spamatlas.model import Unavailable
from spamatlas.pipeline.node import Node

LOOK_SECONDS = 0.05
PATIENCE_SECONDS = 10.0
REPORTER = "reporter"
"""Who acts with nothing but a receipt."""


def withdraw(node: Node, identifier: str) -> bool:
    """Erase what was filed, once it is analysed: an erasure before would be undone by the analysis.

    The counts stay. False where nothing was filed under the id; the same again changes nothing.

    Raises:
        Rejected: ``held`` where a legal hold is on it.
        Unavailable: it is not analysed yet and will not be for a while.
    """
    found = node.log.find(identifier)
    if not found:
        return False
    until = time.monotonic() + PATIENCE_SECONDS
    while node.log.cursor() < found[0].sequence:
        if node.broken or time.monotonic() > until:
            raise Unavailable("the report waits to be analysed and can be withdrawn after that")
        time.sleep(LOOK_SECONDS)
    if node.vault.describe(identifier).deleted_at is None:
        node.erase([identifier], REPORTER, "withdrawal")
    return True
