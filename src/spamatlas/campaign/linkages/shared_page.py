"""Leads to a page that nobody else would call so, on whatever host."""

from spamatlas.campaign.linkage import Linkage

LINKAGE = Linkage(
    name="shared_page",
    summary="leads to the same odd page on different hosts",
    mark="page",
    outweighs="shared_link",
    hub_after=8,
)
