"""Nearly the same wording: a template with places filled in, or a few letters changed on purpose."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from spamatlas.campaign.linkage import Linkage
from spamatlas.campaign.sketch import SKETCH_BYTES, band_keys, similarity
from spamatlas.model import Signature

# The share of shingles in common from which two texts count as copies of one. A text with one letter in twenty changed
# keeps about half of its shingles of four letters: 0.95**4 / (2 - 0.95**4) = 0.69 on average; measured by
# benchmarks/campaign_quality.py.
LEAST_ALIKE = 0.5


def bands(signatures: Sequence[Signature]) -> NDArray[np.uint64]:
    """The bands of the sketches."""
    return band_keys([signature.sketch for signature in signatures])


def settle(signature: Signature, kept: bytes) -> float:
    """The estimated likeness of the words, 0 below ``LEAST_ALIKE``."""
    alike = similarity(signature.sketch, kept[:SKETCH_BYTES])
    return alike if alike >= LEAST_ALIKE else 0.0


LINKAGE = Linkage(
    name="near_copy",
    summary="nearly the same words",
    bands=bands,
    settle=settle,
    merges_from=LEAST_ALIKE,  # else which of two came first would decide
    crosses_channels=False,
    compares_words=True,
)
