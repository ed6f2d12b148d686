"""Asks for money or an answer at the same account."""

from spamatlas.campaign.linkage import Linkage, anchor_keys

LINKAGE = Linkage(
    name="shared_account",
    summary="asks for money or an answer at the same account",
    keys=anchor_keys("account"),
    hub_after=8,
)
