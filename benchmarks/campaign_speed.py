"""How fast campaigns are told apart on one core, and what a ledger of messages that are like no other weighs."""

import random
import resource
from pathlib import Path
from time import process_time

from benchmarks.corpus import texts
from spamatlas.campaign import Entry, Ledger, sign
from spamatlas.campaign.sketch import SKETCH_BYTES
from spamatlas.model import Channel, Message, Signature
from spamatlas.parse.links import links_in
from spamatlas.parse.numbers import numbers_in

BATCH = 512
SMS = 10_000
SINGLES = 1_000_000


def main(folder: Path, singles: int = SINGLES) -> None:
    """Print processor microseconds a message, and megabytes."""
    messages = [
        Message(
            submission_id=f"{place:032x}",
            channel=Channel.SMS,
            text=text,
            links=links_in(text),
            numbers=numbers_in(text),
        )
        for place, text in enumerate(texts(folder, SMS))
    ]
    started = process_time()
    signatures = [one for at in range(0, SMS, BATCH) for one in sign(messages[at : at + BATCH])]
    print(f"sign: {(process_time() - started) / SMS * 1e6:.0f} us an SMS")
    ledger, started = Ledger(), process_time()
    for at in range(0, SMS, BATCH):
        pairs = zip(messages[at : at + BATCH], signatures[at : at + BATCH], strict=True)
        ledger.assign_all(
            [
                Entry(submission_id=each.submission_id, signature=one, reporter=each.submission_id, channel=Channel.SMS)
                for each, one in pairs
            ]
        )
    print(f"assign: {SMS / (process_time() - started):,.0f} SMS/s")
    before, started = _peak_megabytes(), process_time()
    ledger, chooser = Ledger(), random.Random(52)
    for at in range(0, singles, BATCH):
        ledger.assign_all([_single(chooser, place) for place in range(at, min(at + BATCH, singles))])
    spent = process_time() - started
    print(f"{singles:,} singles: {_peak_megabytes() - before:,.0f} MB more at the peak")
    print(f"  made and assigned: {singles / spent:,.0f} a second")


def _single(chooser: random.Random, place: int) -> Entry:
    """A report with a signature like no other, with one anchor."""
    anchor = f"domain:{chooser.getrandbits(48):x}.test"
    return Entry(
        submission_id=f"{place:032x}",
        signature=Signature(chooser.getrandbits(64) | 1, chooser.randbytes(SKETCH_BYTES), (anchor,)),
        reporter=f"r{place}",
        recipients=(f"p{place}",),
        at=float(place),
    )


def _peak_megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
