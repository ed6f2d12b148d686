"""Posted within the same minutes by accounts made together: the same few words, or links of one shortening service."""

from spamatlas.campaign.linkage import Linkage

LINKAGE = Linkage(
    name="posted_in_step",
    summary="posted the same within minutes, by accounts that were made together or are named alike",
    mark="step",
    hub_after=64,  # each brings a short link of its own, which is no sign here that they are unlike
    crosses_channels=False,
)
