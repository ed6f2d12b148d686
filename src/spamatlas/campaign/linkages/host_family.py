"""Leads to the same page on hosts that differ by a number alone."""

from spamatlas.campaign.linkage import Linkage

LINKAGE = Linkage(
    name="host_family",
    summary="leads to the same page on hosts that differ by a number",
    mark="family_path",
    hub_after=8,
)
