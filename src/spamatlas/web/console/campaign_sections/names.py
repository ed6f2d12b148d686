"""What its newest reports name: sources, targets, routes, links, numbers, senders."""

from collections.abc import Mapping
from typing import Any

from spamatlas.locale import Language
from spamatlas.web.console.campaign_section import Gathered, Section
from spamatlas.web.contract import Node


def gather(node: Node, campaign: Mapping[str, Any], _: Language) -> Gathered:
    """The commonest of each kind, and of how many reports."""
    return {"facts": node.workbench.campaign_facts(campaign["campaign"])}


SECTION = Section(name="names", order=400, gather=gather)
