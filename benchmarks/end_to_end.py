"""Bytes to stored, traced, grouped, judged and counted: whole rates, memory, and where the time goes."""

import json
import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from benchmarks.corpus import mails, texts
from spamatlas import intake
from spamatlas.cli.filing import BUNDLE_REPORTS
from spamatlas.model import Channel, Submission
from spamatlas.pipeline.door import bundles
from spamatlas.pipeline.node import Node
from spamatlas.pipeline.outcome import unfiled
from spamatlas.settings import Settings

TEXTS = 40_000
WANTED = {"mails": 1_500, "texts": 10_000}


def main(folder: Path) -> None:
    options = intake.Options(reporter=intake.pseudonym(b"bench", "bench"), secret=b"bench")
    bodies = mails(folder)
    run("mails", bodies, lambda body: intake.read_bytes(body, "message/rfc822", options))
    reports = ({"id": str(i), "channel": "sms", "text": text} for i, text in enumerate(texts(folder, TEXTS)))
    lines = [json.dumps(report).encode() for report in reports]
    joined = [b"\n".join(bundle) for bundle in bundles(lines, BUNDLE_REPORTS)]
    run("texts", joined, lambda body: intake.read_bytes(body, "application/x-ndjson", options), count=len(lines))


Read = Callable[[bytes], Iterator[Submission | intake.Refusal]]


def run(name: str, bodies: Sequence[bytes], read: Read, count: int = 0) -> None:
    count = count or len(bodies)
    with tempfile.TemporaryDirectory() as folder, Node(Settings(data=Path(folder))) as node:
        warm(node)
        memory = Memory()
        spent = processor_seconds()
        began = time.perf_counter()
        for bundle in bundles((each for body in bodies for each in read(body)), BUNDLE_REPORTS):
            node.accept([each for each in bundle if isinstance(each, Submission)])
        accepted = time.perf_counter() - began
        node.drain()
        took = time.perf_counter() - began
        spent = processor_seconds() - spent
        news = node.news.latest()
        stored, held = int(news["stored"]) - 1, int(news.get("quarantined", 0))
        rate = count / took
        inherited = 100 * int(news.get("inherited", 0)) / max(stored, 1)
        wanted = WANTED[name]
        print(f"{name}: {count:,} distinct in {took:.1f} s = {rate:,.0f}/s, {rate / wanted:.2f} of {wanted:,} wanted")
        print(f"  accepted at {count / accepted:,.0f}/s; stored {stored:,}, quarantined {held:,}")
        print(f"  inherited a verdict: {inherited:.1f} %; memory {memory.stop():,} MB")
        print(f"  {1e6 * spent / count:.0f} µs of processor time a report, {spent / took:.2f} processors busy")
        total = sum(node.seconds.values())
        for stage, spent in sorted(node.seconds.items(), key=lambda each: -each[1]):
            print(f"  {stage:10} {1e6 * spent / count:6.0f} µs a report, {100 * spent / total:3.0f} %")


def warm(node: Node) -> None:
    """Start every worker: their start is a node's, not a message's. One report that is not of the set is filed."""
    line = b'{"id": "warm", "channel": "sms", "text": "The first report wakes the workers up."}'
    options = intake.Options(reporter=intake.pseudonym(b"bench", "warm"), secret=b"bench", channel=Channel.SMS)
    found = intake.read_bytes(line, "application/x-ndjson", options)
    reports = [each for each in found if isinstance(each, Submission)]
    size = node.settings.workers or os.cpu_count() or 1
    with ThreadPoolExecutor(size) as askers:
        # All at once, so that each is answered by a worker of its own.
        list(askers.map(lambda _: node.ask("judge", [unfiled(reports[0])]), range(size)))
    node.accept(reports)
    node.drain()
    node.seconds.clear()


class Memory:
    """The most resident memory that this process and its children were seen to have together, in megabytes."""

    def __init__(self) -> None:
        self._most = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> int:
        self._stop.set()
        self._thread.join()
        return self._most // 1_000_000

    def _watch(self) -> None:
        while not self._stop.wait(1.0):
            self._most = max(self._most, sum(map(_resident, _family())))


def _family(process: Path = Path("/proc/self")) -> Iterator[Path]:
    """The process, those that it started, and those that they started."""
    yield process
    for children in process.glob("task/*/children"):
        with suppress(OSError):
            for child in children.read_text().split():
                yield from _family(Path("/proc") / child)


def processor_seconds() -> float:
    """What this process and its children have used so far (proc(5), stat, fields 14 and 15)."""
    ticks = 0
    for process in _family():
        fields = (process / "stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _resident(process: Path) -> int:
    """Proportional set size: a page that three processes share counts a third for each."""
    try:
        fields = (process / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in fields if line.startswith("Pss:"))
