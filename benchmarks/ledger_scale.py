"""One more report where ten million are grouped: what it costs and what the ledger weighs.

``python -m benchmarks.ledger_scale FOLDER [REPORTS [CAMPAIGNS]]``. Synthetic are the texts: words of the UCI collection
drawn at random, a template a campaign, whose sizes fall with their rank (Zipf, exponent 1) and whose copies come in
random order. A copy has another name, sum, code, sender and reporter; one of four has a word exchanged, one of ten a
word more; what it leads to changes within the few hosts of its campaign. Its signature is by the real ``sign``, which
is not counted. Times are of the processor, medians and 95th percentiles; memory is what the process grew by.
"""

import random
import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from statistics import median, quantiles
from time import process_time, thread_time_ns

import numpy as np
from msgspec import Struct

from benchmarks.corpus import texts
from spamatlas.campaign import Entry, Ledger, sign
from spamatlas.model import Channel, Link, Message, Party, PartyKind, PhoneNumber

REPORTS, CAMPAIGNS = 10_000_000, 200_000
REPORTERS = 2_000_000
BATCH = 512
ASKED = 2_000
"""How many reports of each kind are assigned one by one, or in batches, at the end."""
_NAMES = ("Adaora", "Bertil", "Chidi", "Danuta", "Emeka", "Farida", "Goran", "Hanneke", "Ifeoma", "Jorge", "Katya")


class Template(Struct, frozen=True):
    """What the copies of one campaign have in common; ``hosts`` is empty where it leads nowhere."""

    words: tuple[str, ...]
    hosts: tuple[str, ...] = ()
    number: str = ""
    block: int = 0


class Writer:
    """Copies of made-up campaigns, the same for the same seed."""

    def __init__(self, folder: Path, campaigns: int) -> None:
        self._chance = random.Random(52)
        found = {word for text in texts(folder, 5_000) for word in text.split() if word.isalpha() and len(word) > 2}
        self._words = sorted(found)
        self.templates = [self._template() for _ in range(campaigns)]

    def _template(self) -> Template:
        chance = self._chance
        words = tuple(chance.choices(self._words, k=chance.randint(14, 28)))
        kind, block = chance.random(), chance.randrange(10**7)
        if kind < 0.6:
            return Template(
                words, tuple(f"{chance.getrandbits(40):x}.test" for _ in range(chance.randint(1, 5))), "", block
            )
        return Template(words, (), f"+1202{chance.randrange(10**7):07}" if kind < 0.75 else "", block)

    def report(self, place: int, template: Template) -> tuple[Message, str]:
        """One copy and who reported it; ``place`` makes its id."""
        chance = self._chance
        words, dice = list(template.words), chance.random()
        if dice < 0.25:
            words[chance.randrange(len(words))] = chance.choice(self._words)
        elif dice < 0.35:
            words.insert(chance.randrange(len(words)), chance.choice(self._words))
        words.insert(2, f"{chance.choice(_NAMES)} {chance.randrange(10, 9999)} {chance.randrange(10**5, 10**6)}")
        links: tuple[Link, ...] = ()
        if template.hosts:
            host = chance.choice(template.hosts)
            links = (Link(f"https://{host}/p", host, host),)
            words.append(links[0].url)
        elif template.number:
            words.append(template.number)
        message = Message(
            submission_id=f"{place:032x}",
            channel=Channel.SMS,
            text=" ".join(words),
            links=links,
            numbers=(PhoneNumber(template.number),) if template.number else (),
            sender=Party(PartyKind.PHONE, f"+1303{(template.block + chance.randrange(400)) % 10**7:07}"),
        )
        return message, f"r{chance.randrange(REPORTERS)}"

    def entries(self, places: Sequence[int], templates: Sequence[Template]) -> list[Entry]:
        """The reports of these templates, signed."""
        written = [self.report(place, template) for place, template in zip(places, templates, strict=True)]
        signatures = sign([message for message, _ in written])
        return [
            Entry(
                submission_id=message.submission_id,
                signature=signature,
                reporter=reporter,
                recipients=(f"p{reporter}",),
                at=float(place),
                channel=Channel.SMS,
            )
            for place, (message, reporter), signature in zip(places, written, signatures, strict=True)
        ]

    def new(self) -> Iterator[Template]:
        while True:
            yield self._template()


def main(folder: Path, reports: int = REPORTS, campaigns: int = CAMPAIGNS) -> None:
    writer = Writer(folder, campaigns)
    order = _order(reports, campaigns)
    before, spent = _megabytes("VmRSS"), 0.0
    ledger, homes, strays, largest = Ledger(), [0] * campaigns, 0, 0
    for start in range(0, reports, BATCH):
        places = order[start : start + BATCH].tolist()
        chosen = [writer.templates[place] for place in places]
        entries = writer.entries(range(start, start + len(chosen)), chosen)
        began = process_time()
        given = ledger.assign_all(entries)
        spent += process_time() - began
        for place, one in zip(places, given, strict=True):
            homes[place] = homes[place] or one.campaign
            strays += ledger.resolve(homes[place]) != ledger.resolve(one.campaign)
            largest = max(largest, one.size)
        if start % (BATCH * 2_000) == 0 and start:
            print(f"  {start:,}: {_megabytes('VmRSS') - before:,.0f} MB", flush=True)
    grown = _megabytes("VmRSS") - before
    groups = len({ledger.resolve(campaign) for campaign in homes})
    print(f"{reports:,} reports of {campaigns:,} campaigns; their first reports are in {groups:,} groups")
    print(f"  in another group than the first of their campaign: {strays:,}; the largest group has {largest:,}")
    print(f"  assigned in batches of {BATCH}: {1e6 * spent / reports:.1f} us each")
    bytes_each, peak = grown * 2**20 / reports, _megabytes("VmHWM")
    print(f"  memory: {grown:,.0f} MB ({bytes_each:.0f} bytes a report); peak of the whole process {peak:,.0f} MB")
    _ask(ledger, writer, reports)


def _order(reports: int, campaigns: int) -> "np.ndarray[tuple[int], np.dtype[np.int32]]":
    """Which campaign each report is of: every one once, the others by weight."""
    chance = np.random.default_rng(52)
    ends = np.cumsum(1 / np.arange(1, campaigns + 1))
    drawn = np.searchsorted(ends, chance.random(reports - campaigns) * ends[-1]).astype(np.int32)
    order = np.concatenate((np.arange(campaigns, dtype=np.int32), np.minimum(drawn, campaigns - 1)))
    chance.shuffle(order)
    return order


def _ask(ledger: Ledger, writer: Writer, reports: int) -> None:
    weights = [1 / rank for rank in range(1, len(writer.templates) + 1)]
    known = random.Random(53).choices(writer.templates, weights, k=2 * ASKED)
    even = random.Random(54).choices(writer.templates, k=2 * ASKED)
    new = list(islice(writer.new(), 2 * ASKED))
    place = reports
    for name, chosen in (("known, by size", known), ("known, each campaign alike", even), ("new", new)):
        entries = writer.entries(range(place, place + len(chosen)), chosen)
        place += len(chosen)
        singly = [_spent(ledger, [entry]) for entry in entries[:ASKED]]
        batched = [_spent(ledger, entries[at : at + BATCH]) / BATCH for at in range(ASKED, ASKED + 3 * BATCH, BATCH)]
        print(
            f"  {name}: alone {median(singly):.3f} ms ({quantiles(singly, n=20)[-1]:.3f}), "
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
