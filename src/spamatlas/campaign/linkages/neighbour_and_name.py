"""Came from one of the same ten numbers and names the same name."""

from spamatlas.campaign.linkage import Linkage, mark_keys

LINKAGE = Linkage(
    name="neighbour_and_name",
    summary="came from a neighbouring number and names the same name",
    keys=mark_keys("near_name"),
    hub_after=8,
    fades=True,
    crosses_channels=False,
)
