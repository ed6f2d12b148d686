"""Came from the same mail domain or account and names the same name."""

from spamatlas.campaign.linkage import Linkage

LINKAGE = Linkage(
    name="sender_and_name",
    summary="came from the same mail domain or account and names the same name",
    mark="sender_name",
    hub_after=8,
    crosses_channels=False,
)
