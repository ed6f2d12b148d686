"""Half the same wording, posted within the same minutes by accounts made together."""

from spamatlas.campaign.linkage import PACE, Linkage, kept_marks
from spamatlas.campaign.linkages.near_copy import LEAST_ALIKE, bands
from spamatlas.campaign.linkages.reworded import LEAST_HALF_ALIKE
from spamatlas.campaign.sketch import SKETCH_BYTES, similarity
from spamatlas.model import Signature


def settle(signature: Signature, kept: bytes) -> float:
    """The estimated likeness of the words where it is less than a near copy's and the pace is shared, else 0."""
    theirs = kept[SKETCH_BYTES:]
    for mark in kept_marks(signature.anchors, PACE):
        if mark in theirs:
            alike = similarity(signature.sketch, kept[:SKETCH_BYTES])
            return alike if LEAST_HALF_ALIKE <= alike < LEAST_ALIKE else 0.0
    return 0.0


LINKAGE = Linkage(
    name="reworded_in_step",
    summary="half the same words, posted within minutes by accounts that were made together or are named alike",
    bands=bands,
    settle=settle,
    crosses_channels=False,
    compares_words=True,
)
