"""Half the same wording, posted within the same minutes by accounts made together."""

from spamatlas.campaign.linkage import PACE, Linkage
from spamatlas.campaign.linkages.near_copy import bands
from spamatlas.campaign.linkages.reworded import half_alike

LINKAGE = Linkage(
    name="reworded_in_step",
    summary="half the same words, posted within minutes by accounts that were made together or are named alike",
    bands=bands,
    settle=half_alike(PACE),
    crosses_channels=False,
    compares_words=True,
)
