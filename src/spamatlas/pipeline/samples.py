"""Sample reports: in by one command, out by one command, never among real ones."""

from datetime import UTC, datetime

from spamatlas import samples
from spamatlas.model import Rejected
from spamatlas.pipeline.actions import OPERATOR
from spamatlas.pipeline.door import bundles
from spamatlas.pipeline.node import Node

SEED = 20260101


def load_samples(node: Node) -> int:
    """Load the shipped samples into a node that holds nothing yet; how many were accepted.

    Raises:
        Rejected: ``not-empty`` when the node holds real reports.
    """
    if node.log.end() and not any(entry.sample for entry in node.log.read(0, 1, 1)):
        raise Rejected(
            "not-empty", "this node holds real reports; samples go into an empty one (--data names another folder)"
        )
    if node.log.end():
        return 0
    loaded = samples.load(datetime.now(UTC), SEED)
    return sum(node.accept(bundle).accepted for bundle in bundles(loaded, 1024))


def remove_samples(node: Node) -> int:
    """Take every sample out of store, log and vault; how many there were. Raises Rejected ``held`` for a held one."""
    node.drain()
    entries = node.log.samples()
    ids = [entry.id for entry in entries]
    with node.holds.refusing(ids, "removal", OPERATOR):
        node.vault.erase(ids)
    node.meaning.forget(ids)
    with node.pause():
        node.writer.contacts.forget(ids)
        node.store.remove_samples()
        node.log.drop([entry.sequence for entry in entries])
        node.rebuild()
    return len(entries)
