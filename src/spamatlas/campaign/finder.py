"""The index of what was filed before: which campaigns a signature may belong to, and why."""

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from spamatlas.campaign.compact_index import CompactIndex
from spamatlas.campaign.exact_index import ExactIndex
from spamatlas.campaign.fading import Fading
from spamatlas.campaign.hubs import Hubs
from spamatlas.campaign.linkage import MARK_BYTES, MOST_KEPT, Linkage, kept_marks
from spamatlas.campaign.sketch import SKETCH_BYTES
from spamatlas.model import MARK, Channel, Signature

# A handset shows these in one list, so one text sent as any of them is one text.
_FAMILIES = {Channel.MMS: Channel.SMS, Channel.RCS: Channel.SMS}
_SALTS = {channel: place * 0x9E3779B97F4A7C15 % 2**64 for place, channel in enumerate(Channel, start=1)}
# Only the likeliest are settled, so that a crowded band costs no more than an empty one.
MOST_SETTLED = 6
# A message so like another one that is kept would add nothing to the index. Where many of a campaign are kept, what is
# found through them is nearly all that can be: a copy must then be less like the likest to be kept too.
SAME, SAME_AS_MANY = 0.9, 0.7
MANY = 8


Table = ExactIndex | Fading
RECORD_BYTES = SKETCH_BYTES + MARK_BYTES * MOST_KEPT


class Find(Struct, frozen=True, gc=False):
    """One reason to put a message in a campaign: ``row`` is the campaign's, ``key`` where it was found."""

    linkage: Linkage
    score: float
    row: int
    key: int


class Clues(Struct, frozen=True, gc=False):
    """The exact keys of one message, each with its linkage and table, and its place among the batch of the others."""

    exact: list[tuple[Linkage, Table, int]]
    place: int


class Finder:
    """Keys of every linkage, by which a message finds the campaigns that it may belong to."""

    def __init__(self, linkages: Mapping[str, Linkage]) -> None:
        self.hubs = Hubs()
        known = linkages.values()
        self._exact: list[tuple[Linkage, Table]] = [
            (one, ExactIndex()) for one in known if one.bands is None and not one.mark
        ]
        self._marked = {one.mark: (one, Fading()) for one in known if one.mark}
        self._banded = _banded(known)
        self._records = bytearray()
        self._rows = array("I")
        self._kept: dict[int, int] = {}

    def __len__(self) -> int:
        """How many wordings are kept, to find near copies by."""
        return len(self._rows)

    def clues(self, signatures: Sequence[Signature], channels: Sequence[Channel]) -> list[Clues]:
        """The keys of a batch, told apart by channel where a linkage asks it; they hold until the next batch's."""
        salts = [_SALTS[_FAMILIES.get(channel, channel)] for channel in channels]
        for linkages, index in self._banded:
            index.look_up(_bands(linkages[0], signatures, salts))
        return [
            Clues(self._keys(signature, salt), place)
            for place, (signature, salt) in enumerate(zip(signatures, salts, strict=True))
        ]

    def find(self, signature: Signature, clues: Clues) -> list[Find]:
        """Every find for a signature, hubs left out; rows as filed (the caller knows what was merged since)."""
        finds: list[Find] = []
        for linkage, table, key in clues.exact:
            row = table.get(key)
            if row is not None and not self.hubs.is_hub(key, linkage.hub_after):
                finds.append(Find(linkage, linkage.settle(signature, b""), row, key))
        if signature.sketch and not any(find.linkage.compares_words for find in finds):  # else the very same words
            for linkages, index in self._banded:
                if rows := index.found(clues.place):
                    finds += self._settled(linkages, rows, signature)
        return finds

    def is_new(self, clues: Clues, besides: int) -> bool:
        """Whether one of these anchors, other than the one of a key, was never seen."""
        return any(
            linkage.hub_after and not linkage.mark and key != besides and key not in table
            for linkage, table, key in clues.exact
        )

    def file(self, signature: Signature, clues: Clues, row: int, likeness: float) -> None:
        """File a signature under a campaign's row; ``likeness`` is how like its words are to one that is kept."""
        for _, table, key in clues.exact:
            table.setdefault(key, row)
        if signature.sketch and likeness < (SAME_AS_MANY if self._kept.get(row, 0) >= MANY else SAME):
            self._kept[row] = self._kept.get(row, 0) + 1
            for _, index in self._banded:
                index.file(clues.place, len(self._rows))
            self._rows.append(row)
            self._records += (signature.sketch + b"".join(kept_marks(signature.anchors))).ljust(RECORD_BYTES, b"\0")

    def _keys(self, signature: Signature, salt: int) -> list[tuple[Linkage, Table, int]]:
        found: list[tuple[Linkage, Table, int]] = [
            (linkage, table, key if linkage.crosses_channels else key ^ salt)
            for linkage, table in self._exact
            for key in linkage.keys(signature)
        ]
        for anchor in reversed(signature.anchors):
            if anchor[0] != MARK:
                break
            if marked := self._marked.get(anchor[1:-17]):
                key = int(anchor[-16:], 16)
                found.append((*marked, key if marked[0].crosses_channels else key ^ salt))
        return found

    def _settled(self, linkages: list[Linkage], places: Sequence[int], signature: Signature) -> Iterator[Find]:
        likeliest = set(places)
        if len(likeliest) > MOST_SETTLED:
            likeliest = {place for place, _ in Counter(places).most_common(MOST_SETTLED)}
        for place in likeliest:
            kept = bytes(self._records[place * RECORD_BYTES : (place + 1) * RECORD_BYTES])
            for linkage in linkages:
                if score := linkage.settle(signature, kept):
                    yield Find(linkage, score, self._rows[place], 0)


def _bands(linkage: Linkage, signatures: Sequence[Signature], salts: Sequence[int]) -> NDArray[np.uint64]:
    """The keys of a linkage with bands, told apart by channel where it asks that; zeros stay zeros."""
    assert linkage.bands is not None
    keys = linkage.bands(signatures)
    if linkage.crosses_channels:
        return keys
    salted = keys ^ np.array(salts, dtype=np.uint64)[:, np.newaxis]
    return np.where(keys.any(axis=1, keepdims=True), salted, np.uint64(0))


def _banded(linkages: Iterable[Linkage]) -> list[tuple[list[Linkage], CompactIndex]]:
    """The linkages with bands, those with the same ones together on one index."""
    together: dict[Callable[..., Any], list[Linkage]] = {}
    for one in linkages:
        if one.bands is not None:
            together.setdefault(one.bands, []).append(one)
    return [(same, CompactIndex()) for same in together.values()]
