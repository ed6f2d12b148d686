"""Leads to the same place."""

from spamatlas.campaign.linkage import Linkage, anchor_keys

LINKAGE = Linkage(
    name="shared_link",
    summary="leads to the same place",
    keys=anchor_keys("domain", "domains", "link"),
    hub_after=8,
)
