"""Which texts are held out together."""

from collections.abc import Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from training.examples import Example

FOLDS = 5


def folds_of(examples: Sequence[Example]) -> NDArray[np.int64]:
    """(n,) the fold of each text: what is of one place, or of one family of our own, keeps to one.

    So a score out of fold is that of a text from elsewhere, as an operator's is on the first day.
    """
    return np.array([crc32((each.place or each.family).encode()) % FOLDS for each in examples], np.int64)
