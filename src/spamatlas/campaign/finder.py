"""The index of what was filed before: which campaigns a signature may belong to, and why."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from spamatlas.campaign.columns import Columns, of_array, of_numbers, of_part, to_array, to_numbers, within
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


POINTED_AT_ONCE = 4_096

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


class Filed(Struct, frozen=True, gc=False):
    """A signature, the row of the campaign that it is of, and how many reports have it."""

    signature: Signature
    channel: Channel
    row: int
    reports: int


class Finder:
    """Keys of every linkage, by which a message finds the campaigns that it may belong to."""

    def __init__(self, linkages: Mapping[str, Linkage]) -> None:
        self.hubs = Hubs()
        known = linkages.values()
        self._exact: list[tuple[Linkage, Table]] = [
            (one, ExactIndex()) for one in known if one.bands is None and not one.mark
        ]
        self._of_words = [each for each in self._exact if each[0].compares_words]
        self._marked = {one.mark: (one, Fading()) for one in known if one.mark}
        self._banded = [(same, CompactIndex()) for same in banded(known)]
        self._records = bytearray()
        self._rows = array("I")
        self._kept: dict[int, int] = {}

    def __len__(self) -> int:
        """How many wordings are kept, to find near copies by."""
        return len(self._rows)

    def clues(self, signatures: Sequence[Signature], channels: Sequence[Channel]) -> list[Clues]:
        """The keys of a batch, told apart by channel where a linkage asks it; they hold until the next batch's."""
        salts = [salt_of(channel) for channel in channels]
        for linkages, index in self._banded:
            index.look_up(bands(linkages[0], signatures, salts))
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
        hubs = self.hubs
        for linkage, table, key in clues.exact:
            table.setdefault(key, row)
            if key in hubs.unlike:
                hubs.seen(key, linkage.hub_after, row)
        if signature.sketch and likeness < (SAME_AS_MANY if self._kept.get(row, 0) >= MANY else SAME):
            self._kept[row] = self._kept.get(row, 0) + 1
            for _, index in self._banded:
                index.file(clues.place, len(self._rows))
            self._rows.append(row)
            self._records += record(signature)

    def ties(self, signature: Signature, channel: Channel) -> list[tuple[Linkage, int]]:
        """The exact keys of a signature, each with its linkage."""
        return [(linkage, key) for linkage, _, key in self._keys(signature, salt_of(channel))]

    @property
    def banded(self) -> list[list[Linkage]]:
        """The linkages with bands, those with the same ones together."""
        return [linkages for linkages, _ in self._banded]

    def point(self, filed: Sequence[Filed], is_touched: Callable[[int], bool]) -> None:
        """Have what is filed of touched rows lead to those that these signatures are of now.

        A key that several rows share leads to the one with the most reports.
        """
        weights: dict[tuple[int, int], Counter[int]] = defaultdict(Counter)
        tables: dict[int, Table] = {}
        sketches: dict[tuple[bytes, int], Counter[int]] = defaultdict(Counter)
        places: dict[tuple[bytes, int], set[int]] = defaultdict(set)
        for at in range(0, len(filed), POINTED_AT_ONCE):
            part = filed[at : at + POINTED_AT_ONCE]
            clues = self.clues([each.signature for each in part], [each.channel for each in part])
            for each, found in zip(part, clues, strict=True):
                for _, table, key in found.exact:
                    tables[id(table)] = table
                    weights[id(table), key][each.row] += each.reports
                sketch = (each.signature.sketch, salt_of(each.channel))
                sketches[sketch][each.row] += each.reports
                for _, index in self._banded if each.signature.sketch else ():
                    places[sketch].update(index.found(found.place))
        for (table_id, key), rows in weights.items():
            known = tables[table_id].get(key)
            if known is not None and is_touched(known):
                tables[table_id][key] = _heaviest(rows)
        for sketch, rows in sketches.items():
            for place in places[sketch]:
                kept = self._records[place * RECORD_BYTES : place * RECORD_BYTES + SKETCH_BYTES]
                if kept == sketch[0] and is_touched(self._rows[place]):
                    self._rows[place] = _heaviest(rows)

    def forget(self, signatures: Sequence[Signature], channels: Sequence[Channel], gone: Container[str]) -> None:
        """Forget of these signatures the anchors that are ``gone``: that no report has any more."""
        for signature, channel, clues in zip(signatures, channels, self.clues(signatures, channels), strict=True):
            left = Signature(
                signature.fingerprint, signature.sketch, tuple(each for each in signature.anchors if each not in gone)
            )
            stay = {(id(table), key) for _, table, key in self._keys(left, salt_of(channel))}
            for linkage, table, key in clues.exact:
                if not linkage.compares_words and (id(table), key) not in stay:
                    table.discard(key)
                    self.hubs.forget(key)
            if signature.sketch and (old := record(signature)) != (new := record(left)):
                for place in {place for _, index in self._banded for place in index.found(clues.place)}:
                    start = place * RECORD_BYTES
                    if self._records[start : start + RECORD_BYTES] == old:
                        self._records[start : start + RECORD_BYTES] = new

    def columns(self) -> Columns:
        """All of it; between two batches."""
        found = {
            "records": np.frombuffer(self._records, dtype=np.uint8),
            "rows": of_array(self._rows),
            **within("kept", of_numbers(self._kept)),
            **within("hubs", self.hubs.columns()),
        }
        for name, table in self._tables():
            found |= within(name, table.columns())
        return found

    def fill(self, columns: Mapping[str, NDArray[Any]]) -> None:
        """Know what these columns, some of which are its own from now on, say."""
        self._records, self._rows = bytearray(columns["records"].data), to_array(columns["rows"])
        self._kept = to_numbers(of_part("kept", columns))
        self.hubs.fill(of_part("hubs", columns))
        for name, table in self._tables():
            table.fill(of_part(name, columns))

    def _tables(self) -> Iterator[tuple[str, Table | CompactIndex]]:
        """Every table of keys, by what it is of."""
        yield from ((f"exact {linkage.name}", table) for linkage, table in self._exact)
        yield from ((f"marked {mark}", table) for mark, (_, table) in self._marked.items())
        yield from ((f"banded {linkages[0].name}", index) for linkages, index in self._banded)

    def _keys(self, signature: Signature, salt: int) -> list[tuple[Linkage, Table, int]]:
        found: list[tuple[Linkage, Table, int]] = [
            (linkage, table, key if linkage.crosses_channels else key ^ salt)
            for linkage, table in (self._exact if _has_anchors(signature) else self._of_words)
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


def _has_anchors(signature: Signature) -> bool:
    """Whether there is anything but words and marks, which stand last, to go by."""
    return bool(signature.anchors) and signature.anchors[0][0] != MARK


def salt_of(channel: Channel) -> int:
    """What tells the keys of channels apart where a linkage asks that."""
    return _SALTS[_FAMILIES.get(channel, channel)]


def record(signature: Signature) -> bytes:
    """What is kept of a signature for ``Linkage.settle``."""
    return (signature.sketch + b"".join(kept_marks(signature.anchors))).ljust(RECORD_BYTES, b"\0")


def _heaviest(rows: Mapping[int, int]) -> int:
    return max(rows.items(), key=lambda each: (each[1], -each[0]))[0]


def bands(linkage: Linkage, signatures: Sequence[Signature], salts: Sequence[int]) -> NDArray[np.uint64]:
    """The keys of a linkage with bands, told apart by channel where it asks that; zeros stay zeros."""
    assert linkage.bands is not None
    keys = linkage.bands(signatures)
    if linkage.crosses_channels:
        return keys
    salted = keys ^ np.array(salts, dtype=np.uint64)[:, np.newaxis]
    return np.where(keys.any(axis=1, keepdims=True), salted, np.uint64(0))


def banded(linkages: Iterable[Linkage]) -> list[list[Linkage]]:
    """The linkages with bands, those with the same ones together: they share an index."""
    together: dict[Callable[..., Any], list[Linkage]] = {}
    for one in linkages:
        if one.bands is not None:
            together.setdefault(one.bands, []).append(one)
    return list(together.values())
