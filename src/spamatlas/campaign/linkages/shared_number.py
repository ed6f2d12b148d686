"""Names the same number to call or pay to, or was called from it."""

from spamatlas.campaign.linkage import Linkage, anchor_keys

LINKAGE = Linkage(
    name="shared_number",
    summary="names the same number to call or pay to, or was called from it",
    keys=anchor_keys("number", "caller"),
    hub_after=8,
)
