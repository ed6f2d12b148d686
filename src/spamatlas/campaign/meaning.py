"""How alike two texts are in meaning, whatever their words and their languages."""

from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from spamatlas.campaign.embedding import DIMENSIONS, Vectors

SCALE = 127
"""A vector is kept as bytes, a number of -127..127 each: cosines then differ by less than 0.01."""
NEAREST = 10
CROWDED = 1.5
"""A direction is the shorter the nearer the ``NEAREST`` of our own spam lie to it; how fast was chosen in folds."""
SUREST = 0.99
"""Likeness goes no further: the same text can be two makers'."""
ALIKE = 0.5
"""From this likeness on, two texts are said to be alike in meaning."""


def directions(vectors: Vectors) -> NDArray[np.int8]:
    """Where vectors point once what all texts share is taken out: ``(n, DIMENSIONS)`` int8, see ``SCALE``.

    All vectors of the model lie close together, and the largest differences are those of language and tone: the mean
    of texts of our own is taken out, and directions count the less the more the wordings of one text, and languages,
    differ in them (Dehak et al.: "Front-End Factor Analysis for Speaker Verification", 2011, section III-C). What much
    other spam says says less of who says it: such directions are shorter (after Conneau et al.: "Word Translation
    Without Parallel Data", 2018, section 2.3), so what stands for the cosine of two is smaller.
    """
    fitted = _fitted()
    centred = (vectors - fitted["mean"]) @ fitted["white"]
    unit = centred / np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-6)
    found: NDArray[np.int8] = np.rint(shortened(unit, fitted["around"]) * SCALE).astype(np.int8)
    return found


def shortened(unit: NDArray[Any], around: NDArray[Any]) -> NDArray[Any]:
    """Rows of unit length, shorter where many rows ``around`` (of unit length too) lie near."""
    near = np.partition(unit @ around.T, -NEAREST, axis=1)[:, -NEAREST:].mean(axis=1, keepdims=True)
    shorter: NDArray[Any] = unit * np.exp(-CROWDED * np.maximum(near, 0))
    return shorter


def likeness(cosines: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
    """How surely two texts say the same, 0..1, by the cosine of their directions.

    A logistic fit on our own rewrites (``training/meaning.py``) for pairs of which one in three hundred is one text
    said otherwise. Unrelated texts have a cosine around 0, a text and its rewrite or translation about 0.45.
    """
    fitted = _fitted()
    steepness, middle = fitted["logistic"]
    found: NDArray[np.float64] = 1 / (1 + np.exp(-steepness * (np.asarray(cosines, dtype=np.float64) - middle)))
    return found.clip(max=SUREST)


def cosine_at(alike: float) -> float:
    """The cosine at which the likeness is this."""
    steepness, middle = (float(each) for each in _fitted()["logistic"])
    return middle + float(np.log(alike / (1 - alike))) / steepness


@cache
def fit() -> int:
    """A number of this fit (31 bits): directions by another one can't be compared with those by this."""
    return crc32(files(__package__).joinpath("meaning.npz").read_bytes()) & 0x7FFF_FFFF


@cache
def _fitted() -> dict[str, NDArray[np.float32]]:
    """``mean`` (DIMENSIONS), ``white`` (DIMENSIONS, DIMENSIONS), ``around`` (any, DIMENSIONS) and ``logistic``
    (steepness, middle).
    """
    with np.load(BytesIO(files(__package__).joinpath("meaning.npz").read_bytes())) as file:
        found = {name: file[name].astype(np.float32) for name in ("mean", "white", "around", "logistic")}
    found["around"] /= SCALE
    assert found["mean"].shape == (DIMENSIONS,)
    return found
