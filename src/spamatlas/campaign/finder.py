"""The index of what was filed before: which campaigns a signature may belong to, and why."""

from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from spamatlas.campaign.compact_index import CompactIndex
from spamatlas.campaign.hubs import Hubs
from spamatlas.campaign.linkage import Linkage
from spamatlas.campaign.sketch import BINS
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


class Finder:
    """Keys of every linkage, by which a message finds the campaigns that it may belong to."""

    def __init__(self, linkages: Mapping[str, Linkage]) -> None:
        self.hubs = Hubs()
        known = linkages.values()
        self._exact: list[tuple[Linkage, dict[int, int]]] = [(one, {}) for one in known if not one.is_compact]
        self._compact = [(one, CompactIndex()) for one in known if one.is_compact]
        self._linkages = [linkage for linkage, _ in (*self._exact, *self._compact)]
        self._sketches = bytearray()
        self._rows = array("I")

    def keys(self, signature: Signature, channel: Channel) -> list[Sequence[int]]:
        """The keys of a signature by linkage, in the finder's order, told apart by channel where a linkage asks it."""
        salt = _SALTS[_FAMILIES.get(channel, channel)]
        return [
            linkage.keys(signature) if linkage.crosses_channels else [key ^ salt for key in linkage.keys(signature)]
            for linkage in self._linkages
        ]

    def find(self, signature: Signature, keys: Sequence[Sequence[int]]) -> list[Find]:
        """Every find for a signature, hubs left out; rows as filed (the caller knows what was merged since)."""
        finds: list[Find] = []
        for (linkage, table), own in zip(self._exact, keys, strict=False):
            for key in own:
                row = table.get(key)
                if row is not None and not self.hubs.is_hub(key, linkage.hub_after):
                    finds.append(Find(linkage, linkage.settle(signature, b""), row, key))
        if all(find.linkage.crosses_channels for find in finds):  # else the very same words were found
            for (linkage, index), own in zip(self._compact, keys[len(self._exact) :], strict=True):
                finds += self._settled(linkage, index.find(own), signature)
        return finds

    def is_new(self, keys: Sequence[Sequence[int]], besides: int) -> bool:
        """Whether one of these anchors, other than the one of a key, was never seen."""
        return any(
            key != besides and key not in table
            for (linkage, table), own in zip(self._exact, keys, strict=False)
            if linkage.hub_after
            for key in own
        )

    def file(self, signature: Signature, keys: Sequence[Sequence[int]], row: int, likeness: float) -> None:
        """File a signature under a campaign's row; ``likeness`` is how like its words are to one that is kept."""
        for (_, table), own in zip(self._exact, keys, strict=False):
            for key in own:
                table.setdefault(key, row)
        if signature.sketch and likeness < SAME:
            for (_, index), own in zip(self._compact, keys[len(self._exact) :], strict=True):
                index.file(own, len(self._rows))
            self._rows.append(row)
            self._sketches += signature.sketch

    def _settled(self, linkage: Linkage, places: Sequence[int], signature: Signature) -> Iterator[Find]:
        for place, _ in Counter(places).most_common(MOST_SETTLED) if places else ():
            score = linkage.settle(signature, bytes(self._sketches[place * BINS : (place + 1) * BINS]))
            if score:
                yield Find(linkage, score, self._rows[place], 0)
