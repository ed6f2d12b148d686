"""What it is spread over: channels, languages, brands, sources, targets, links, numbers, senders."""

from collections.abc import Mapping
from typing import Any

from spamatlas.locale import Language
from spamatlas.web.console.campaign_section import Gathered, Section
from spamatlas.web.contract import Node


def gather(_: Node, campaign: Mapping[str, Any], language: Language) -> Gathered:
    """The commonest values of each kind, with their reports and the time over which they were seen."""
    return {"spread": campaign["spread"], "headings": headings(language)}


def headings(language: Language) -> list[tuple[str, str]]:
    """What a campaign is spread over, by the names that ``Node.campaign`` has, and in words."""
    return [
        ("channels", language.gettext("Channels")),
        ("languages", language.gettext("Languages")),
        ("brands", language.gettext("Names that it borrows")),
        ("countries", language.gettext("Sources: countries")),
        ("operators", language.gettext("Sources: networks")),
        ("destinations", language.gettext("Targets: countries")),
        ("destination_operators", language.gettext("Targets: operators")),
        ("routes", language.gettext("Routes")),
        ("hosts", language.gettext("Links to")),
        ("numbers", language.gettext("Numbers")),
        ("senders", language.gettext("Senders, as claimed")),
    ]


SECTION = Section(name="spread", order=400, gather=gather)
