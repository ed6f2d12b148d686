"""Which campaigns may be the same maker's, and how many of its wordings are rewrites."""

from collections.abc import Mapping
from typing import Any

from spamatlas.locale import Language
from spamatlas.web.console.campaign_section import Gathered, Section
from spamatlas.web.contract import Node


def gather(_: Node, campaign: Mapping[str, Any], __: Language) -> Gathered:
    """What the pass that reads meanings found; nothing where it found nothing."""
    kin, wordings = campaign.get("kin"), campaign.get("wordings")
    if not kin and not (wordings and wordings["rewritten"]):
        return None
    return {"kin": kin, "wordings": wordings}


SECTION = Section(name="kin", order=250, gather=gather)
