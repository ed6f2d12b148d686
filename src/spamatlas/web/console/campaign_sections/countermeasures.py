"""What was done against it, what came after, and a form to note more."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from spamatlas.locale import Language
from spamatlas.model import CountermeasureKind
from spamatlas.pipeline.countermeasures import LONGEST_NOTE, LONGEST_ORGANISATION, LONGEST_TARGET
from spamatlas.web.console.campaign_section import Gathered, Section
from spamatlas.web.console.campaign_sections.spread import headings
from spamatlas.web.contract import Node
from spamatlas.web.face.effect import effect_told


def gather(_: Node, campaign: Mapping[str, Any], language: Language) -> Gathered:
    """Each countermeasure with its effect in words, and where the campaign turned to since."""
    noted = campaign.get("countermeasures") or []
    return {
        "campaign": campaign["campaign"],
        "rows": [(each, effect_told(each, language)) for each in noted],
        "headings": headings(language),
        "kinds": list(CountermeasureKind),
        "today": datetime.now(UTC).date().isoformat(),
        "longest": {"target": LONGEST_TARGET, "organisation": LONGEST_ORGANISATION, "note": LONGEST_NOTE},
    }


SECTION = Section(name="countermeasures", order=150, gather=gather)
