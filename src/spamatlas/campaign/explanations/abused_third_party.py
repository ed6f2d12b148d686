"""Somebody else's place or number, hijacked, abused or imitated: its owner has nothing to do with the campaigns."""

from spamatlas.campaign.explanation import Case, Explainer
from spamatlas.locale import marked as _

PLACES = frozenset(("web", "mail", "network"))


def weigh(case: Case) -> float:
    """Likely where what is shared is used by wanted messages too; else money and calls are the maker's."""
    places = [worth for family, worth in case.families.items() if family in PLACES]
    taken = [worth for family, worth in case.own_families.items() if family not in PLACES]
    is_wanted = any(case.is_borrowed(each) for each in case.across)
    return max(places, default=-2.0) + 2.5 * is_wanted - 2.5 * sum(taken) - 0.5 * (len(places) > 1)


EXPLAINER = Explainer(
    name="abused_third_party",
    summary=_("They use a place of somebody else, who was hijacked or does not know"),
    tells_apart=_("Ask the owner of the shared place, and look at what it showed before the first report."),
    weigh=weigh,
)
