"""One more report where ten million are grouped: what it costs and what the ledger weighs.

``python -m benchmarks.ledger_scale FOLDER [REPORTS [CAMPAIGNS]]``. Synthetic are the campaigns: words of the UCI
collection drawn at random, one to three wordings each, signed by the real ``sign``; sizes fall with the rank (Zipf,
exponent 1), reports come in random order. Of the reports 60 % have a wording as it was signed; 40 % have a word or two
exchanged, which is done to the sketch (5 to 17 of its 64 bins, as the real ``sign`` gives) with a fingerprint of their
own. Names and figures are of each report. Making reports is not counted. Times are of the processor; memory is what
the process grew by. In the end the ledger is laid by in a file and read again, as a node does that stops and
starts.
"""

import gc
import random
import sys
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter, process_time, thread_time_ns
from typing import Any

import numpy as np
from msgspec import Struct

from benchmarks.corpus import texts
from spamatlas.campaign import Entry, Ledger, sign
from spamatlas.campaign.sketch import SKETCH_BYTES
from spamatlas.model import Channel, Link, Message, Party, PartyKind, PhoneNumber, Signature
from spamatlas.pipeline.imprint import read, seal, write
from spamatlas.store.facts import Facts

REPORTS, CAMPAIGNS = 10_000_000, 200_000
REPORTERS = 2_000_000
FILLED_AT_ONCE, SIGNED_AT_ONCE, BATCH = 4_096, 4_096, 512
MOST_WORDINGS, EDITED = 3, 0.4
ASKED = 2_000
"""How many reports of each kind are assigned one by one, or in batches, at the end."""
_OF_A_COPY = ("~near_names:", "~block_figure:")
_NAMES = ("Adaora", "Bertil", "Chidi", "Danuta", "Emeka", "Farida", "Goran", "Hanneke", "Ifeoma", "Jorge", "Katya")


class Wording(Struct, frozen=True, gc=False):
    """One wording of a campaign as it was signed; ``kept`` are its anchors that every copy has."""

    fingerprint: int
    sketch: bytes
    kept: tuple[str, ...]
    own: int
    """How many of its marks are of names and figures, which another copy has others of."""


class Writer:
    """Reports of made-up campaigns, the same for the same seed."""

    def __init__(self, folder: Path, campaigns: int) -> None:
        self._chance = random.Random(52)
        found = {word for text in texts(folder, 5_000) for word in text.split() if word.isalpha() and len(word) > 2}
        self._words = sorted(found)
        self._edits = [self._edit() for _ in range(4_096)]
        self.campaigns = self.made(campaigns)

    def made(self, campaigns: int) -> list[list[Wording]]:
        """New campaigns, each with its wordings."""
        groups = [self._messages() for _ in range(campaigns)]
        signed: list[Wording] = []
        flat = [message for group in groups for message in group]
        for start in range(0, len(flat), SIGNED_AT_ONCE):
            signed += map(_wording, sign(flat[start : start + SIGNED_AT_ONCE]))
        one_by_one = iter(signed)
        return [list(islice(one_by_one, len(group))) for group in groups]

    def _messages(self) -> list[Message]:
        chance = self._chance
        words = chance.choices(self._words, k=chance.randint(14, 28))
        kind, sender = chance.random(), f"+1303{chance.randrange(10**7):07}"
        host = f"{chance.getrandbits(40):x}.test" if kind < 0.6 else ""
        number = f"+1202{chance.randrange(10**7):07}" if 0.6 <= kind < 0.75 else ""
        return [self._message(words, host, number, sender) for _ in range(chance.randint(1, MOST_WORDINGS))]

    def _message(self, words: list[str], host: str, number: str, sender: str) -> Message:
        chance = self._chance
        copy = list(words)
        copy[chance.randrange(len(copy))] = chance.choice(self._words)
        copy.insert(2, f"{chance.choice(_NAMES)} {chance.randrange(10, 9999)} {chance.randrange(10**5, 10**6)}")
        copy += [f"https://{host}/p"] if host else [number]
        return Message(
            submission_id="",
            channel=Channel.SMS,
            text=" ".join(copy),
            links=(Link(f"https://{host}/p", host, host),) if host else (),
            numbers=(PhoneNumber(number),) if number else (),
            sender=Party(PartyKind.PHONE, sender),
        )

    def _edit(self) -> int:
        """What changes so many words of a sketch that it is 0.73 to 0.92 like the other."""
        edited = bytearray(SKETCH_BYTES)
        for place in self._chance.sample(range(SKETCH_BYTES // 2), self._chance.randint(5, 17)):
            edited[2 * place : 2 * place + 2] = self._chance.randbytes(2)
        return int.from_bytes(edited, "little")

    def entry(self, place: int, wordings: list[Wording]) -> Entry:
        """One more report of a campaign; ``place`` makes its id."""
        chance, wording = self._chance, self._chance.choice(wordings)
        fingerprint, sketch = wording.fingerprint, wording.sketch
        if chance.random() < EDITED:
            fingerprint = chance.getrandbits(64)
            changed = int.from_bytes(sketch, "little") ^ chance.choice(self._edits)
            sketch = changed.to_bytes(SKETCH_BYTES, "little") if sketch else sketch
        own = tuple([f"~near_names:{chance.getrandbits(64):016x}" for _ in range(wording.own)])
        person = chance.randrange(REPORTERS)
        return Entry(
            submission_id=f"{place:032x}",
            signature=Signature(fingerprint, sketch, wording.kept + own),
            reporter=f"r{person}",
            recipients=(f"p{person}",),
            at=float(place),
            channel=Channel.SMS,
        )


def _wording(signature: Signature) -> Wording:
    kept = tuple([anchor for anchor in signature.anchors if not anchor.startswith(_OF_A_COPY)])
    return Wording(signature.fingerprint, signature.sketch, kept, len(signature.anchors) - len(kept))


def main(folder: Path, reports: int = REPORTS, campaigns: int = CAMPAIGNS) -> None:
    writer = Writer(folder, campaigns)
    order = _order(reports, campaigns)
    gc.freeze()  # what is made up is not to be looked through again and again
    before, spent = _megabytes("VmRSS"), 0.0
    ledger, homes, strays, largest = Ledger(), [0] * campaigns, 0, 0
    for start in range(0, reports, FILLED_AT_ONCE):
        places = order[start : start + FILLED_AT_ONCE].tolist()
        entries = [writer.entry(start + at, writer.campaigns[place]) for at, place in enumerate(places)]
        began = process_time()
        given = ledger.assign_all(entries)
        spent += process_time() - began
        for place, one in zip(places, given, strict=True):
            homes[place] = homes[place] or one.campaign
            strays += ledger.resolve(homes[place]) != ledger.resolve(one.campaign)
            largest = max(largest, one.size)
        if start // FILLED_AT_ONCE % 128 == 127:
            print(f"  {start:,}: {_megabytes('VmRSS') - before:,.0f} MB, {spent:,.0f} s", flush=True)
    grown = _megabytes("VmRSS") - before
    groups = len({ledger.resolve(campaign) for campaign in homes})
    print(f"{reports:,} reports of {campaigns:,} campaigns; their first reports are in {groups:,} groups")
    print(f"  in another group than the first of their campaign: {strays:,}; the largest group has {largest:,}")
    print(f"  assigned in batches of {FILLED_AT_ONCE:,}: {1e6 * spent / reports:.1f} us each")
    bytes_each, peak = grown * 2**20 / reports, _megabytes("VmHWM")
    print(f"  memory: {grown:,.0f} MB ({bytes_each:.0f} bytes a report); peak of the whole process {peak:,.0f} MB")
    _ask(ledger, writer, reports)
    _lay_by(ledger)


def _lay_by(ledger: Ledger) -> None:
    """Write the ledger down as a node does, whose writer waits for the first step, and read it as one that starts."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.imprint"
        with path.open("wb") as file:
            _timed("laid by, while the writer waits", lambda: write(file, Facts(len(ledger), 0, 0), ledger))
        _timed("its hash, and on disk", lambda: seal(path))
        print(f"  {path.stat().st_size / 2**20:,.0f} MB")
        (read_again, _) = _timed("read again, hash and all", lambda: read(path, lambda _: True))
        print(f"  {len(read_again):,} reports; peak of the whole process with both {_megabytes('VmHWM'):,.0f} MB")


def _timed(what: str, do: Callable[[], Any]) -> Any:
    began, spent = perf_counter(), process_time()
    found = do()
    print(
        f"  {what}: processor {process_time() - spent:.2f} s, by the clock {perf_counter() - began:.2f} s", flush=True
    )
    return found


def _order(reports: int, campaigns: int) -> "np.ndarray[tuple[int], np.dtype[np.int32]]":
    """Which campaign each report is of: every one once, the others by weight."""
    chance = np.random.default_rng(52)
    ends = np.cumsum(1 / np.arange(1, campaigns + 1))
    drawn = np.searchsorted(ends, chance.random(reports - campaigns) * ends[-1]).astype(np.int32)
    order = np.concatenate((np.arange(campaigns, dtype=np.int32), np.minimum(drawn, campaigns - 1)))
    chance.shuffle(order)
    return order


def _ask(ledger: Ledger, writer: Writer, reports: int) -> None:
    weights = [1 / rank for rank in range(1, len(writer.campaigns) + 1)]
    known = random.Random(53).choices(writer.campaigns, weights, k=2 * ASKED)
    even = random.Random(54).choices(writer.campaigns, k=2 * ASKED)
    place = reports
    for name, chosen in (
        ("known, by size", known),
        ("known, each campaign alike", even),
        ("new", writer.made(2 * ASKED)),
    ):
        entries = [writer.entry(place + at, wordings) for at, wordings in enumerate(chosen)]
        place += len(chosen)
        singly = [_spent(ledger, [entry]) for entry in entries[:ASKED]]
        batched = [_spent(ledger, entries[at : at + BATCH]) / BATCH for at in range(ASKED, ASKED + 3 * BATCH, BATCH)]
        print(
            f"  {name}: alone {median(singly):.3f} ms (95 %: {quantiles(singly, n=20)[-1]:.3f}), "
            f"in a batch of {BATCH} {median(batched):.3f} ms"
        )


def _spent(ledger: Ledger, entries: list[Entry]) -> float:
    """Milliseconds of processor."""
    began = thread_time_ns()
    ledger.assign_all(entries)
    return (thread_time_ns() - began) / 1e6


def _megabytes(field: str) -> float:
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(field))


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
