"""What two campaigns have in common by which messages of one campaign are told, and how like their wordings are."""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from spamatlas.campaign import linkages
from spamatlas.campaign.linkage import Linkage, kept_marks
from spamatlas.campaign.sketch import SKETCH_BYTES, similarity
from spamatlas.model import MARK, Likeness, Signature
from spamatlas.plugins import pieces


class Nearest(Struct, frozen=True):
    """The two wordings that are most alike, by their places, and how alike (0..1, the share of shingles in common)."""

    first: int
    second: int
    alike: float


def joins(first: Sequence[Signature], second: Sequence[Signature]) -> list[Likeness]:
    """By which linkages a message of one would find one of the other, the surest first.

    Whether that joins them the ledger decides: what is a hub there joins nothing, nor what links within one channel
    across two.
    """
    found = [(name, _surest(linkage, first, second)) for name, linkage in pieces(linkages, Linkage).items()]
    told = [Likeness(name, score) for name, score in found if score]
    return sorted(told, key=lambda each: (-each.score, each.linkage))


def nearest(first: Sequence[Signature], second: Sequence[Signature]) -> Nearest | None:
    """The pair of wordings that are most alike; None where none has enough words to compare."""
    pairs = [
        Nearest(here, there, 1.0 if _same_words(mine, theirs) else similarity(mine.sketch, theirs.sketch))
        for here, mine in enumerate(first)
        for there, theirs in enumerate(second)
        if _same_words(mine, theirs) or (mine.sketch and theirs.sketch)
    ]
    return max(pairs, key=lambda each: each.alike, default=None)


def _surest(linkage: Linkage, first: Sequence[Signature], second: Sequence[Signature]) -> float:
    if linkage.bands is not None:
        pairs = [(mine, theirs) for mine in first for theirs in second if mine.sketch and theirs.sketch]
        return max((linkage.settle(mine, _kept(theirs)) for mine, theirs in pairs), default=0.0)
    common = _keys(linkage, first) & _keys(linkage, second)
    return linkage.settle(first[0], b"") if common else 0.0


def _keys(linkage: Linkage, signatures: Iterable[Signature]) -> set[int | str]:
    if linkage.mark:
        kind = f"{MARK}{linkage.mark}:"
        return {anchor for each in signatures for anchor in each.anchors if anchor.startswith(kind)}
    return {key for each in signatures for key in linkage.keys(each)}


def _kept(signature: Signature) -> bytes:
    return signature.sketch[:SKETCH_BYTES] + b"".join(kept_marks(signature.anchors))


def _same_words(mine: Signature, theirs: Signature) -> bool:
    return mine.fingerprint != 0 and mine.fingerprint == theirs.fingerprint
