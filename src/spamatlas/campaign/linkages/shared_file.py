"""Carries the same file."""

from spamatlas.campaign.linkage import Linkage, anchor_keys

LINKAGE = Linkage(
    name="shared_file",
    summary="carries the same file",
    keys=anchor_keys("file"),
    hub_after=8,
)
