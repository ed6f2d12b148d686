"""Which campaigns may be the same maker's, and how many of its wordings are rewrites."""

from collections.abc import Mapping
from typing import Any

from spamatlas.locale import Language
from spamatlas.web.console.campaign_section import Gathered, Section
from spamatlas.web.contract import Node


def gather(_: Node, campaign: Mapping[str, Any], language: Language) -> Gathered:
    """What the pass that reads meanings found; nothing where it found nothing."""
    wordings = campaign.get("wordings")
    found = {name: [_said(each, language) for each in campaign.get(name) or ()] for name in ("kin", "joined")}
    if not any(found.values()) and not (wordings and wordings["rewritten"]):
        return None
    return {**found, "campaign": campaign["campaign"], "wordings": wordings}


def _said(kin: Mapping[str, Any], language: Language) -> dict[str, str]:
    """What two campaigns have in common, and what not, as phrases."""
    alike = language.say("{share} alike in meaning", share=language.percent(kin["likeness"]))
    return {
        "campaign": kin["campaign"],
        "shared": language.listing([*map(language.gettext, kin["shared_words"]), alike]),
        "differing": language.listing(map(language.gettext, kin["differing_words"])),
    }


SECTION = Section(name="kin", order=250, gather=gather)
