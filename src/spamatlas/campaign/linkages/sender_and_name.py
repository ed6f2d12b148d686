"""Came from the same mail domain and names the same name."""

from spamatlas.campaign.linkage import Linkage, mark_keys

LINKAGE = Linkage(
    name="sender_and_name",
    summary="came from the same mail domain and names the same name",
    keys=mark_keys("sender_name"),
    hub_after=8,
    fades=True,
    crosses_channels=False,
)
