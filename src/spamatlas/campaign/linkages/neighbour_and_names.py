"""Came from one of the same ten numbers and names the same two names."""

from spamatlas.campaign.linkage import Linkage

LINKAGE = Linkage(
    name="neighbour_and_names",
    summary="came from a neighbouring number and names the same two names",
    mark="near_names",
    hub_after=8,
    crosses_channels=False,
)
