"""What can be done to a campaign: name it, have it left alone, make it one with others."""

from collections.abc import Mapping
from typing import Any

from spamatlas.locale import Language
from spamatlas.pipeline.decisions import LONGEST_NAME
from spamatlas.web.console.campaign_section import Gathered, Section
from spamatlas.web.contract import Node


def gather(_: Node, campaign: Mapping[str, Any], __: Language) -> Gathered:
    """What it is called, and whether it is left alone."""
    name, is_pinned = campaign.get("name", ""), campaign.get("is_pinned", False)
    return {"campaign": campaign["campaign"], "name": name, "is_pinned": is_pinned, "longest": LONGEST_NAME}


SECTION = Section(name="changes", order=850, gather=gather)
