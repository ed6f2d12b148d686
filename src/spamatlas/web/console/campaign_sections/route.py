"""By which places a campaign came."""

from collections.abc import Mapping
from typing import Any

from spamatlas.locale import Language
from spamatlas.web.console.campaign_section import Gathered, Section
from spamatlas.web.contract import Node
from spamatlas.web.face.places import place_key, place_words


def gather(_: Node, campaign: Mapping[str, Any], language: Language) -> Gathered:
    """The edges of the route graph among the newest reports, in words; each place leads to all that passes there."""
    found = campaign.get("ways", ())
    edges = [{**each, "ends": [_end(each["source"], language), _end(each["target"], language)]} for each in found]
    return {"edges": edges} if edges else None


def _end(place: tuple[str, str, str], language: Language) -> tuple[str, str]:
    """A place in words, and what it is asked for by."""
    kind, name, country = place
    return place_words(kind, name, country, language), place_key(kind, name)


SECTION = Section(name="route", order=450, gather=gather)
