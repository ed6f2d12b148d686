"""Its newest reports, as they stand in the list."""

from collections.abc import Mapping
from typing import Any

from spamatlas.locale import Language
from spamatlas.store.search import Part
from spamatlas.web.console.campaign_section import Gathered, Section
from spamatlas.web.contract import Node

NEWEST = 20


def gather(node: Node, campaign: Mapping[str, Any], _: Language) -> Gathered:
    """A row a report."""
    rows = node.workbench.search([("campaign", campaign["campaign"])], Part(limit=NEWEST)).rows
    return {"rows": rows, "campaign": campaign["campaign"]}


SECTION = Section(name="newest", order=900, gather=gather)
