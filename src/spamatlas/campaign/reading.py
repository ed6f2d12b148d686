"""Messages read for what they mean."""

from collections.abc import Sequence

import numpy as np

from spamatlas.campaign.embedding import DIMENSIONS, Vectors, embed
from spamatlas.campaign.gist import gist
from spamatlas.campaign.meaning import directions
from spamatlas.model import Message


def vectors_of(messages: Sequence[Message]) -> Vectors:
    """The vector of each message's gist: ``(n, DIMENSIONS)`` float32, a row of nought for one that says too little."""
    gists = [gist(message) for message in messages]
    vectors = np.zeros((len(gists), DIMENSIONS), np.float32)
    if said := [row for row, each in enumerate(gists) if each]:
        vectors[said] = embed([gists[row] for row in said])
    return vectors


def pointing(vectors: Vectors) -> list[bytes]:
    """Where each of ``vectors_of`` points (a row of ``meaning.directions``), in order; empty for a row of nought."""
    said = np.any(vectors != 0, axis=1).tolist()
    return [row.tobytes() if is_said else b"" for row, is_said in zip(directions(vectors), said, strict=True)]


def directions_of(messages: Sequence[Message]) -> list[bytes]:
    """The same of messages."""
    return pointing(vectors_of(messages))
