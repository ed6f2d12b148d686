"""The index of what was filed before: which campaigns a signature may belong to, and why."""

from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from msgspec import Struct

from spamatlas.campaign.compact_index import CompactIndex
from spamatlas.campaign.hubs import Hubs
from spamatlas.campaign.linkage import Linkage
from spamatlas.campaign.sketch import SKETCH_BYTES
from spamatlas.model import Channel, Signature

# A handset shows these in one list, so one text sent as any of them is one text.
_FAMILIES = {Channel.MMS: Channel.SMS, Channel.RCS: Channel.SMS}
_SALTS = {channel: place * 0x9E3779B97F4A7C15 % 2**64 for place, channel in enumerate(Channel, start=1)}
# Only the likeliest are settled, so that a crowded band costs no more than an empty one.
MOST_SETTLED = 6
# A message so like another one that is kept would add nothing to the index.
SAME = 0.9


class Find(Struct, frozen=True):
    """One reason to put a message in a campaign: ``row`` is the campaign's, ``key`` where it was found."""

    linkage: Linkage
    score: float
    row: int
    key: int


class Clues(Struct, frozen=True):
    """The keys of one message: exact ones by linkage; of each linkage with bands the tags, and the rows they led to."""

    exact: list[Sequence[int]]
    bands: list[tuple[list[int], list[tuple[int, int]]]]


class Finder:
    """Keys of every linkage, by which a message finds the campaigns that it may belong to."""

    def __init__(self, linkages: Mapping[str, Linkage]) -> None:
        self.hubs = Hubs()
        known = linkages.values()
        self._exact: list[tuple[Linkage, dict[int, int]]] = [(one, {}) for one in known if one.bands is None]
        self._banded = [(one, CompactIndex()) for one in known if one.bands is not None]
        self._sketches = bytearray()
        self._rows = array("I")

    def clues(self, signatures: Sequence[Signature], channels: Sequence[Channel]) -> list[Clues]:
        """The keys of a batch, told apart by channel where a linkage asks it; they hold until the next batch's."""
        salts = [_SALTS[_FAMILIES.get(channel, channel)] for channel in channels]
        banded = [self._look_up(linkage, index, signatures, salts) for linkage, index in self._banded]
        return [
            Clues(
                [_salted(linkage, signature, salt) for linkage, _ in self._exact],
                [(tags[place], found.get(place, [])) if signature.sketch else ([], []) for tags, found in banded],
            )
            for place, (signature, salt) in enumerate(zip(signatures, salts, strict=True))
        ]

    def find(self, signature: Signature, clues: Clues) -> list[Find]:
        """Every find for a signature, hubs left out; rows as filed (the caller knows what was merged since)."""
        finds: list[Find] = []
        for (linkage, table), own in zip(self._exact, clues.exact, strict=True):
            for key in own:
                row = table.get(key)
                if row is not None and not self.hubs.is_hub(key, linkage.hub_after):
                    finds.append(Find(linkage, linkage.settle(signature, b""), row, key))
        if all(find.linkage.crosses_channels for find in finds):  # else the very same words were found
            for (linkage, index), (tags, known) in zip(self._banded, clues.bands, strict=True):
                finds += self._settled(linkage, index.newer(tags, known), signature)
        return finds

    def is_new(self, clues: Clues, besides: int) -> bool:
        """Whether one of these anchors, other than the one of a key, was never seen."""
        return any(
            key != besides and key not in table
            for (linkage, table), own in zip(self._exact, clues.exact, strict=True)
            if linkage.hub_after
            for key in own
        )

    def file(self, signature: Signature, clues: Clues, row: int, likeness: float) -> None:
        """File a signature under a campaign's row; ``likeness`` is how like its words are to one that is kept."""
        for (_, table), own in zip(self._exact, clues.exact, strict=True):
            for key in own:
                table.setdefault(key, row)
        if signature.sketch and likeness < SAME:
            for (_, index), (tags, _) in zip(self._banded, clues.bands, strict=True):
                index.file(tags, len(self._rows))
            self._rows.append(row)
            self._sketches += signature.sketch

    def _look_up(
        self, linkage: Linkage, index: CompactIndex, signatures: Sequence[Signature], salts: Sequence[int]
    ) -> tuple[list[list[int]], dict[int, list[tuple[int, int]]]]:
        assert linkage.bands is not None
        keys = linkage.bands(signatures)
        if not linkage.crosses_channels:
            keys = keys ^ np.array(salts, dtype=np.uint64)[:, np.newaxis]
        return index.look_up(keys)

    def _settled(self, linkage: Linkage, places: Sequence[int], signature: Signature) -> Iterator[Find]:
        for place, _ in Counter(places).most_common(MOST_SETTLED) if places else ():
            sketch = bytes(self._sketches[place * SKETCH_BYTES : (place + 1) * SKETCH_BYTES])
            if score := linkage.settle(signature, sketch):
                yield Find(linkage, score, self._rows[place], 0)


def _salted(linkage: Linkage, signature: Signature, salt: int) -> Sequence[int]:
    keys = linkage.keys(signature)
    return [key ^ salt for key in keys] if keys and not linkage.crosses_channels else keys
