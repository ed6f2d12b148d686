"""Its newest reports, as they stand in the list."""

from collections.abc import Mapping
from typing import Any

from spamatlas.locale import Language
from spamatlas.store.search import Part
from spamatlas.web.console.campaign_section import Gathered, Section
from spamatlas.web.contract import Node

NEWEST = 20


def ahead(node: Node, name: str) -> list[dict[str, Any]]:
    """The rows of the list."""
    return node.workbench.search([("campaign", name)], Part(limit=NEWEST)).rows


def gather(_: Node, campaign: Mapping[str, Any], __: Language) -> Gathered:
    """A row a report."""
    return {"rows": campaign["ahead"], "campaign": campaign["campaign"]}


SECTION = Section(name="newest", order=900, gather=gather, ahead=ahead)
