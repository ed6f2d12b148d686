"""A report by any of the names that people give it."""

from typing import TYPE_CHECKING

from spamatlas.log import Entry
from spamatlas.model import Rejected
from spamatlas.store import reports

if TYPE_CHECKING:
    from spamatlas.pipeline.node import Node


def named_entry(node: "Node", identity: str) -> Entry:
    """A report by the beginning of its id, or by its caller's id.

    Raises:
        Rejected: ``no-such-report``; ``ambiguous-id`` where more than one goes by it.
    """
    found = node.log.find(identity)
    if not found and (named := reports.named(node.store, identity)):
        found = node.log.find(named)
    if not found:
        raise Rejected(
            "no-such-report", "no report has this id; /console lists them, and 'spamatlas export' writes them all"
        )
    if len(found) > 1:
        raise Rejected("ambiguous-id", "more than one report's id starts so; give more digits")
    return found[0]
