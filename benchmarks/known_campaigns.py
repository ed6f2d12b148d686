"""Whole rates where every report belongs to a campaign whose verdict is settled, beside reports that are all new.

A copy is what senders' programs make of an original: another recipient, date and message id, other digits in a text.
The campaigns' first members are filed before the clock starts, in both cases.
"""

import json
import random
import re
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path

from benchmarks.corpus import mails, texts
from benchmarks.end_to_end import processor_seconds, warm
from spamatlas.cli.filing import BUNDLE_REPORTS
from spamatlas.model import Submission, submission_id
from spamatlas.pipeline.door import bundles
from spamatlas.pipeline.node import Node
from spamatlas.settings import Settings

FIRST_MEMBERS = 4
"""Of each campaign; three settle a verdict."""
MAILS, TEXTS = 5_000, 30_000
CAMPAIGNS_OF_MAILS, CAMPAIGNS_OF_TEXTS = 500, 2_000
LEAST_WORDS = 12
"""A text of fewer is like too many others to be a campaign."""

_VARYING = re.compile(rb"^(?:to|date|message-id):[^\n]*\n(?:[ \t][^\n]*\n)*", re.IGNORECASE | re.MULTILINE)
_DIGIT = re.compile("[0-9]")

_SMS = "application/vnd.spamatlas.report+json"

Copy = Callable[[bytes, random.Random], bytes]


def main(folder: Path) -> None:
    print(f"{'':22} {'a second':>9} {'µs of processor':>16} {'inherited a verdict':>20}")
    bodies = mails(folder)
    _compare("mails", "message/rfc822", bodies[: CAMPAIGNS_OF_MAILS + MAILS], CAMPAIGNS_OF_MAILS, _mail)
    found = (each for each in texts(folder, 2 * TEXTS) if len(each.split()) >= LEAST_WORDS)
    encoded = [text.encode() for text in islice(found, CAMPAIGNS_OF_TEXTS + TEXTS)]
    _compare("texts", _SMS, encoded, CAMPAIGNS_OF_TEXTS, _text)


def _compare(name: str, media_type: str, bodies: Sequence[bytes], campaigns: int, copied: Copy) -> None:
    originals, distinct = bodies[:campaigns], bodies[campaigns:]
    chooser = random.Random(52)
    first = [copied(body, chooser) for body in originals for _ in range(FIRST_MEMBERS)]
    known = [copied(body, chooser) for body in islice(cycle(originals), len(distinct))]
    rates = [_rate(f"{name}, {what}", media_type, first, then) for what, then in (("new", distinct), ("known", known))]
    print(f"  known to new: {rates[1] / rates[0]:.2f}")


def _rate(name: str, media_type: str, first: Sequence[bytes], then: Sequence[bytes]) -> float:
    with tempfile.TemporaryDirectory() as folder, Node(Settings(data=Path(folder))) as node:
        warm(node)
        _file(node, media_type, first)
        before, spent, began = _inherited(node), processor_seconds(), time.perf_counter()
        _file(node, media_type, then)
        took, spent = time.perf_counter() - began, processor_seconds() - spent
        share = 100 * (_inherited(node) - before) / len(then)
        rate = len(then) / took
        print(f"{name:22} {rate:>7,.0f}/s {1e6 * spent / len(then):16,.0f} {share:18.1f} %")
        return rate


def _file(node: Node, media_type: str, bodies: Iterable[bytes]) -> None:
    for bundle in bundles(bodies, BUNDLE_REPORTS):
        node.accept([_submission(media_type, body) for body in bundle])
    node.drain()


def _submission(media_type: str, body: bytes) -> Submission:
    written = json.dumps({"channel": "sms", "text": body.decode()}).encode() if media_type == _SMS else body
    return Submission(
        id=submission_id("bench", "", written),
        media_type=media_type,
        body=written,
        received_at=datetime.now(UTC),
        reporter="bench",
    )


def _inherited(node: Node) -> int:
    return int(node.news.latest().get("inherited", 0))


def _mail(body: bytes, chooser: random.Random) -> bytes:
    """The mail to somebody else, at another time, under another id."""
    header, blank, content = body.partition(b"\n\n")
    place = chooser.getrandbits(40)
    own = f"\nTo: person{place:x}@example.org\nMessage-ID: <{place:x}@example.com>"
    return _VARYING.sub(b"", header + b"\n").rstrip(b"\n") + own.encode() + blank + content


def _text(body: bytes, chooser: random.Random) -> bytes:
    """The text with other digits and a code of its own."""
    digits = _DIGIT.sub(lambda _: str(chooser.randrange(10)), body.decode())
    return f"{digits} {chooser.randrange(10**6, 10**7)}".encode()
