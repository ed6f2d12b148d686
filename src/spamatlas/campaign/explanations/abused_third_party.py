"""Somebody else's place, hijacked or abused: its owner has nothing to do with the campaigns."""

from spamatlas.campaign.explanation import Case, Explainer
from spamatlas.locale import marked as _

PLACES = frozenset(("web", "mail", "network"))


def weigh(case: Case) -> float:
    """Likely where what is shared is a place that wanted messages use too; money and calls are nobody else's."""
    places = [worth for family, worth in case.families.items() if family in PLACES]
    taken = [worth for family, worth in case.families.items() if family not in PLACES]
    is_wanted = any(each.thing.id in case.wanted for each in case.shared)
    return max(places, default=-2.0) + 2.5 * is_wanted - 2.5 * sum(taken) - 0.5 * (len(places) > 1)


EXPLAINER = Explainer(
    name="abused_third_party",
    summary=_("They use a place of somebody else, who was hijacked or does not know"),
    tells_apart=_("Ask the owner of the shared place, and look at what it showed before the first report."),
    weigh=weigh,
)
