"""How long one mail of about 30 kB takes that comes alone: parsed, traced and judged, beside other filters."""

import json
import subprocess
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from shutil import which

from benchmarks.corpus import mails
from benchmarks.judging import rspamd_server, spamassassin_server
from spamatlas.model import Submission, submission_id
from spamatlas.pipeline import collector, nursery
from spamatlas.pipeline.outcome import Judged, Task, unfiled
from spamatlas.settings import Settings

LEAST_BYTES, MOST_BYTES = 25_000, 35_000
PASSES = 8
"""Each in a process of its own, so that no cache of another pass helps: so many times the mails are measured."""
WANTED_MS = 5.0


def main(folder: Path) -> None:
    bodies = [body for body in mails(folder) if LEAST_BYTES <= len(body) <= MOST_BYTES]
    print(
        f"{len(bodies)} distinct mails of {LEAST_BYTES:,} to {MOST_BYTES:,} bytes, one at a time, each {PASSES} times"
    )
    print(f"{'':16} {'median':>8} {'95 %':>8} {'99 %':>8} {'longest':>8}  milliseconds")
    nursery.start()
    pairs: list[tuple[float, float]] = []
    for _ in range(PASSES):
        with ProcessPoolExecutor(1, mp_context=nursery.context) as alone:
            pairs += alone.submit(judged_ms, bodies).result()
    ours, working = ([pair[place] for pair in pairs] for place in (0, 1))
    _print("spamatlas", ours)
    _print("  processor", working)
    print(f"  99th percentile: {_percentile(ours, 99):.1f} ms, wanted under {WANTED_MS:.0f}")
    for name, peer in (("rspamd", _rspamd_ms), ("spamd", _spamassassin_ms)):
        if not which(name):
            print(f"{name}: not here (Debian: apt-get install rspamd spamd spamc)")
            continue
        theirs = peer(bodies)
        _print(name, theirs)
        print(f"  ratio of its 99th percentile to ours: {_percentile(theirs, 99) / _percentile(ours, 99):.1f}")


def judged_ms(bodies: Sequence[bytes]) -> list[tuple[float, float]]:
    """Milliseconds from a mail's bytes to its verdict line, of each, and those of processor time among them.

    What a running node's worker has loaded before its first mail is loaded here too. One mail that is not of the set
    goes first, and then, as in a node's worker that nobody asks anything yet, those of ``pipeline.rehearsal``.
    """
    from spamatlas.pipeline import loaded_to_file  # noqa: F401, PLC0415
    from spamatlas.pipeline.rehearsal import rehearsal  # noqa: PLC0415  as the next
    from spamatlas.pipeline.worker import alone  # noqa: PLC0415  loads the model: in the process that judges

    with tempfile.TemporaryDirectory() as data:
        analyst = alone(Settings(data=Path(data)))
        analyst.warm_up()
        collector.settle()
        taken = []
        analyst.do(Task("judge", [unfiled(_submission(b"From: a@example.org\nSubject: first\n\nHello\n"))]))
        for _ in rehearsal(analyst):
            pass
        for body in bodies:
            began = time.perf_counter(), time.process_time()
            outcomes = analyst.do(Task("judge", [unfiled(_submission(body))])).outcomes
            ended = time.perf_counter(), time.process_time()
            taken.append((1000 * (ended[0] - began[0]), 1000 * (ended[1] - began[1])))
            assert isinstance(outcomes[0], Judged)
    return taken


def _submission(body: bytes) -> Submission:
    return Submission(
        id=submission_id("", "", body),
        media_type="message/rfc822",
        body=body,
        received_at=datetime.now(UTC),
        reporter="",
    )


def _rspamd_ms(bodies: Sequence[bytes]) -> list[float]:
    """Milliseconds that rspamd itself says it scanned each mail for; its client and the way to it do not count."""
    with tempfile.TemporaryDirectory() as place, rspamd_server(Path(place)):
        client = ["rspamc", "-h", "127.0.0.1:11399", "--json"]
        answers = [subprocess.run(client, check=False, capture_output=True, input=body).stdout for body in bodies]
    return [1000 * float(json.loads(answer)["time_real"]) for answer in answers]


def _spamassassin_ms(bodies: Sequence[bytes]) -> list[float]:
    """Milliseconds of ``spamc`` to a running ``spamd -L``, each mail once; the client's start, some 2 ms, included."""
    with tempfile.TemporaryDirectory() as place, spamassassin_server(Path(place)):
        taken = []
        for body in bodies:
            began = time.perf_counter()
            subprocess.run(["spamc", "-p", "7839"], check=False, capture_output=True, input=body)
            taken.append(1000 * (time.perf_counter() - began))
    return taken


def _print(name: str, taken: Sequence[float]) -> None:
    figures = " ".join(f"{_percentile(taken, percent):8.2f}" for percent in (50, 95, 99, 100))
    print(f"{name:16} {figures}")


def _percentile(values: Sequence[float], percent: int) -> float:
    """The smallest value that so many percent do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]
