"""Leads to the same page on hosts that differ by a number alone."""

from spamatlas.campaign.linkage import Linkage, mark_keys

LINKAGE = Linkage(
    name="host_family",
    summary="leads to the same page on hosts that differ by a number",
    keys=mark_keys("family_path"),
    hub_after=8,
    fades=True,
)
