"""Chance: what they share is shared by many more than were reported here."""

from math import log2

from spamatlas.campaign.explanation import Case, Explainer
from spamatlas.locale import marked as _


def weigh(case: Case) -> float:
    """Likely while what is shared is of little worth; each doubling of the reports that mention it makes it less so."""
    worth = sum(case.families.values())
    told = min((each.thing.reports for each in case.across), default=1)
    return 2.0 - 2.5 * worth - 0.1 * log2(max(told, 1))


EXPLAINER = Explainer(
    name="chance",
    summary=_("It is chance: many others use the same"),
    tells_apart=_("Look whether others who were never reported use the shared things as well."),
    weigh=weigh,
)
