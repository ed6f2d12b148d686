"""What a way of telling that two messages are one campaign says of itself."""

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from spamatlas.model import MARK, Signature, short_digest

MARK_BYTES, MOST_KEPT = 4, 4
"""How many bytes of a mark, and how many marks of a message, are kept behind its sketch."""
BESIDE_WORDING, PACE = (f"{MARK}block:", f"{MARK}label:"), (f"{MARK}pace:",)


def _agrees(_mine: Signature, _sketch: bytes) -> float:
    return 1.0


def _no_keys(_mine: Signature) -> Sequence[int]:
    return ()


class Linkage(Struct, frozen=True, kw_only=True):
    """One way to find the campaign of a message: the keys to look under, and how a find is settled.

    ``keys`` gives 64-bit numbers; messages with a key in common are candidates. ``settle`` is given the new
    message's signature and what is kept of the one that was found (its sketch, then its marks), and says how surely
    they belong together (0..1, 0 for not at all). ``merges_from`` is the score from which it may also make two
    campaigns one. A linkage with many keys a message gives ``bands`` in place of ``keys``: those of a whole batch,
    ``(messages, n)`` uint64, a row of zeros for none. They are kept in an index that may err (32 bits a key), so
    ``settle`` must look; linkages with the same ``bands`` share one. A key of ``keys`` is exact, and ``settle`` gets
    nothing of the other. ``mark``: the kind of mark whose hashes are its only keys (see ``marks``); of these there are
    so many that those not seen for long are forgotten (see ``fading``). ``crosses_channels``: whether it links an SMS
    to a mail. ``compares_words``: whether it tells by the wording; one that does not is asked for ``keys`` only where
    there are anchors. ``hub_after``: with how many groups of otherwise
    unlike messages a key is no sign of a campaign any more, 0 for never (see ``hubs``).
    """

    name: str
    summary: str
    keys: Callable[[Signature], Sequence[int]] = _no_keys
    bands: Callable[[Sequence[Signature]], NDArray[np.uint64]] | None = None
    settle: Callable[[Signature, bytes], float] = _agrees
    merges_from: float = 0.0
    crosses_channels: bool = True
    hub_after: int = 0
    compares_words: bool = False
    mark: str = ""
    outweighs: str = ""


def key(text: str) -> int:
    """The 64-bit key of an anchor, or of whatever else is known by a text."""
    return short_digest(text)


def anchor_keys(*kinds: str) -> Callable[[Signature], Sequence[int]]:
    """The keys of a signature's anchors of these kinds."""
    prefixes = tuple(f"{kind}:" for kind in kinds)

    def keys(signature: Signature) -> Sequence[int]:
        return [key(anchor) for anchor in signature.anchors if anchor.startswith(prefixes)]

    return keys


@lru_cache(maxsize=1_024)
def kept_marks(anchors: tuple[str, ...], kinds: tuple[str, ...] = (*BESIDE_WORDING, *PACE)) -> tuple[bytes, ...]:
    """The marks of these kinds, which count beside half the wording, in ``MARK_BYTES`` each, at most ``MOST_KEPT``."""
    if not anchors or anchors[-1][0] != MARK:
        return ()
    found = [anchor for anchor in anchors if anchor.startswith(kinds)]
    return tuple(bytes.fromhex(anchor[-2 * MARK_BYTES :]) for anchor in found[:MOST_KEPT])
