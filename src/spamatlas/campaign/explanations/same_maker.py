"""One maker: the campaigns share what only its owner can use."""

from spamatlas.campaign.explanation import Case, Explainer
from spamatlas.locale import marked as _

OWN = {"payment": 4.0, "telephone": 3.5, "web": 3.0, "mail": 2.0, "kit": 1.5, "network": 1.0}
"""What a whole witness of a family adds. Where money or a call arrives somebody must take it; a kit is sold to many."""


def weigh(case: Case) -> float:
    """Families add up, since they are independent; different destinations of money or calls speak against it.

    What wanted messages use too, as the hotline of the bank that is imitated, says nothing for it.
    """
    found = sum(OWN[family] * worth for family, worth in case.own_families.items()) - 1.0
    return found - 1.0 * case.differ_in("payment") - 0.5 * case.differ_in("telephone")


EXPLAINER = Explainer(
    name="same_maker",
    summary=_("The same maker is behind them"),
    tells_apart=_("Ask who holds the shared number, account or domain: one holder for all of them settles it."),
    weigh=weigh,
)
