"""What its wordings mean, as the careful judge has it."""

from collections.abc import Mapping
from typing import Any

from spamatlas.locale import Language
from spamatlas.web.console.campaign_section import Gathered, Section
from spamatlas.web.contract import Node


def gather(_: Node, campaign: Mapping[str, Any], __: Language) -> Gathered:
    """Nothing where none of its wordings was read."""
    return {"meanings": found} if (found := campaign.get("meanings")) else None


SECTION = Section(name="meaning", order=240, gather=gather)
