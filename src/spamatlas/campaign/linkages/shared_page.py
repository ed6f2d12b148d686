"""Leads to a page that nobody else would call so, on whatever host."""

from spamatlas.campaign.linkage import Linkage, mark_keys

LINKAGE = Linkage(
    name="shared_page",
    summary="leads to the same odd page on different hosts",
    keys=mark_keys("page"),
    hub_after=8,
    fades=True,
)
