"""A service that several makers rent: a kit, a bulk host, a sender of messages."""

from math import log2

from spamatlas.campaign.explanation import Case, Explainer
from spamatlas.locale import marked as _

RENTED = {"kit": 2.5, "network": 2.0, "mail": 1.5, "web": 1.0}
"""What a whole witness of a family adds: files and paths come with a kit, networks and mail servers are for rent."""
OWNED = {"payment": 3.0, "telephone": 2.0}
"""What is not rented with a service: where money and calls arrive."""


def weigh(case: Case) -> float:
    """More where the destinations of money or calls differ, and with the number of campaigns; less where they agree."""
    found = sum(RENTED.get(family, 0.0) * worth for family, worth in case.families.items())
    found -= sum(OWNED[family] * case.families.get(family, 0.0) for family in OWNED)
    apart = 1.0 * case.differ_in("payment") + 0.7 * case.differ_in("telephone")
    return found + apart + 0.4 * log2(len(case.campaigns) / 2) - 0.5


EXPLAINER = Explainer(
    name="rented_service",
    summary=_("Several makers rent the same service: a kit, a host or a sender of bulk messages"),
    tells_apart=_("Ask the host or service whether one customer or several are behind it; look where the money goes."),
    weigh=weigh,
)
