"""Half the same wording, and a mark in common: a template that was filled in anew, sent from next door."""

from collections.abc import Callable

from spamatlas.campaign.linkage import BESIDE_WORDING, Linkage, kept_marks
from spamatlas.campaign.linkages.near_copy import LEAST_ALIKE, bands
from spamatlas.campaign.sketch import SKETCH_BYTES, similarity
from spamatlas.model import Signature

# Unrelated messages of one language share up to a tenth of their shingles; a third is shared by sentences.
LEAST_HALF_ALIKE = 0.3


def half_alike(kinds: tuple[str, ...]) -> Callable[[Signature, bytes], float]:
    """How a find is settled that takes less than a near copy's likeness where a mark of these kinds is shared."""

    def settle(signature: Signature, kept: bytes) -> float:
        theirs = kept[SKETCH_BYTES:]
        for mark in kept_marks(signature.anchors, kinds):
            if mark in theirs:
                alike = similarity(signature.sketch, kept[:SKETCH_BYTES])
                return alike if LEAST_HALF_ALIKE <= alike < LEAST_ALIKE else 0.0
        return 0.0

    return settle


LINKAGE = Linkage(
    name="reworded",
    summary="half the same words, from a neighbouring number, or a host or account with the same word in its name",
    bands=bands,
    settle=half_alike(BESIDE_WORDING),
    crosses_channels=False,
    compares_words=True,
)
