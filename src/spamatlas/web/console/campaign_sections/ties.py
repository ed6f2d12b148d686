"""By what its reports are one campaign."""

from collections.abc import Mapping
from typing import Any

from spamatlas.locale import Language
from spamatlas.web.console.campaign_section import Gathered, Section
from spamatlas.web.contract import Node


def gather(_: Node, campaign: Mapping[str, Any], __: Language) -> Gathered:
    """The linkages that put its newest reports into it."""
    return {"ties": ties} if (ties := campaign.get("ties")) else None


SECTION = Section(name="ties", order=300, gather=gather)
