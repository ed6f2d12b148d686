"""Came from one of the same hundred numbers and names the same sum or code."""

from spamatlas.campaign.linkage import Linkage

LINKAGE = Linkage(
    name="neighbour_and_figure",
    summary="came from a neighbouring number and names the same sum or code",
    mark="block_figure",
    hub_after=8,
    crosses_channels=False,
)
