"""Messages read for what they mean."""

from collections.abc import Sequence

from spamatlas.campaign.embedding import embed
from spamatlas.campaign.gist import gist
from spamatlas.campaign.meaning import directions
from spamatlas.model import Message


def directions_of(messages: Sequence[Message]) -> list[bytes]:
    """Where each points (a row of ``meaning.directions``), in order; empty for one that says too little."""
    gists = [gist(message) for message in messages]
    found = iter(directions(embed(said)) if (said := [each for each in gists if each]) else ())
    return [next(found).tobytes() if each else b"" for each in gists]
