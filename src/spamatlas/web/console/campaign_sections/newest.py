"""Its newest reports, as they stand in the list."""

from collections.abc import Mapping, Sequence
from typing import Any

from spamatlas.locale import Language
from spamatlas.web.console.campaign_section import Gathered, Section
from spamatlas.web.contract import Node


def ahead(node: Node, name: str) -> Sequence[Mapping[str, Any]]:
    """The rows of the list."""
    return node.campaign_newest(name)


def gather(_: Node, campaign: Mapping[str, Any], __: Language) -> Gathered:
    """A row a report."""
    return {"rows": campaign["ahead"], "campaign": campaign["campaign"]}


SECTION = Section(name="newest", order=900, gather=gather, ahead=ahead)
