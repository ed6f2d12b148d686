"""Kill a node under load again and again, then compare what was sent, acknowledged, accepted, stored and counted.

Run by ``test_kills.py`` with a few kills, and by hand with more: ``python tests/end_to_end/kills.py 20 4000``.
"""

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from threading import Thread

from msgspec import Struct

BUNDLE = 20
"""Reports that one call files; the child says each bundle's end when the node has accepted it."""
UNREADABLE_EVERY = 50
PAUSE_SECONDS = 0.02
"""Between bundles, so that analysis and storing go on while more comes in."""


class Tally(Struct, frozen=True):
    """Sent: distinct reports offered. Acknowledged: those that a node called accepted before it was killed.

    ``lost`` are acknowledged and not in the log. Rows, distinct ids and what two rollups add up to are the store's.
    ``imprinted`` reports the last node took from its imprint; ``astray`` are those of which one more like them would
    come to another campaign than in a ledger that is read back whole.
    """

    kills: int
    sent: int
    acknowledged: int
    lost: int
    accepted: int
    quarantined: int
    rows: int
    distinct: int
    judged: int
    tallied: int
    in_campaigns: int
    quarantine_rows: int
    imprinted: int
    astray: int


def report(number: int) -> bytes:
    """Texts, all different, half of them alike in campaign; one in fifty can't be analysed."""
    if number % UNREADABLE_EVERY == 0:
        return json.dumps({"id": f"r{number}"}).encode() + b"\0" * (number + 1)
    chooser = random.Random(number)
    words = ["meeting", "lunch", "report", "river", "window", "garden", "letter", "bridge", "coffee", "winter"]
    text = (
        f"Parcel {chooser.randrange(10**9)} is held, pay the fee at https://parcel{number % 97}.example/pay"
        if number % 2
        else f"{' '.join(chooser.choices(words, k=12))} {number}"
    )
    return json.dumps({"id": f"r{number}", "channel": "sms", "text": text}).encode()


def submission(number: int):
    from datetime import UTC, datetime

    from spamatlas.model import Submission, submission_id

    body = report(number)
    return Submission(
        id=submission_id("someone", f"r{number}", body),
        media_type="application/vnd.spamatlas.report+json",
        body=body,
        received_at=datetime.now(UTC),
        reporter="someone",
        caller_id=f"r{number}",
    )


def serve(first: int, number: int, data: Path) -> None:
    """The child: run a node, offer reports from ``first`` on, and print the end of each bundle once accepted."""
    from spamatlas.pipeline import imprints
    from spamatlas.pipeline.node import Node
    from spamatlas.settings import load

    # The ledger is laid by all the time, so that a kill may come at any moment of that.
    imprints.FEWEST, imprints.BEHIND, imprints.LOOK_SECONDS, imprints.REST_SECONDS = 1, 1, 0.01, 0.0
    imprints.REST_TIMES = 1
    with Node(load(data, changes={"workers": 1, "batch_reports": 32})) as node:
        for start in range(first, number, BUNDLE):
            end = min(start + BUNDLE, number)
            node.accept([submission(each) for each in range(start, end)])
            sys.stdout.write(f"{end}\n")
            sys.stdout.flush()
            time.sleep(PAUSE_SECONDS)
        node.drain()
        sys.stdout.write("done\n")
        sys.stdout.flush()


class Child:
    """A node in a process group of its own, and how far it has acknowledged."""

    def __init__(self, first: int, number: int, data: Path) -> None:
        self.acknowledged = 0
        self.is_done = False
        self._child = subprocess.Popen(
            [sys.executable, __file__, "serve", str(first), str(number), str(data)],
            stdout=subprocess.PIPE,
            stderr=None if os.environ.get("SPAMATLAS_KILLS_SHOW") else subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._child.stdout
        for line in self._child.stdout:
            if line == "done\n":
                self.is_done = True
            elif line.endswith("\n") and line.strip().isdigit():
                self.acknowledged = int(line)

    def wait_for(self, number: int, seconds: float) -> None:
        """Until so many reports are acknowledged."""
        end = time.monotonic() + seconds
        while self.acknowledged < number and self._child.poll() is None and time.monotonic() < end:
            time.sleep(0.001)

    def kill(self) -> None:
        os.killpg(self._child.pid, signal.SIGKILL)
        self._child.wait()
        self._reader.join(120)

    def finish(self, seconds: float) -> int:
        code = self._child.wait(seconds)
        self._reader.join(120)
        return code


def run(kills: int, number: int, data: Path) -> Tally:
    """Offer ``number`` reports, killing the whole process group ``kills`` times at random moments on the way."""
    chooser = random.Random(7)
    acknowledged = 0
    for kill in range(kills):
        # From before what was acknowledged last, so that some are offered again.
        first = max(0, acknowledged - 2 * BUNDLE)
        child = Child(first, number, data)
        # One in four dies early on, while it recovers from the kill before; the others at work, whenever that is.
        at_work = chooser.uniform(0.0, (number - first) / (kills - kill))
        child.wait_for(first + (1 if kill % 4 == 1 else round(at_work)), 60)
        time.sleep(chooser.uniform(0.0, 2 * PAUSE_SECONDS))
        child.kill()
        acknowledged = max(acknowledged, child.acknowledged)
    before = acknowledged
    last = Child(max(0, acknowledged - 2 * BUNDLE), number, data)
    assert last.finish(300) == 0
    assert last.is_done
    return tally(kills, number, before, data)


def tally(kills: int, number: int, acknowledged: int, data: Path) -> Tally:
    from spamatlas.pipeline.node import Node
    from spamatlas.settings import load

    with Node(load(data, changes={"workers": 1})) as node:
        node.drain()

        def one(sql: str) -> int:
            return int(node.store.query(sql)[0]["n"])

        wanted = [submission(each).id for each in range(acknowledged)]
        return Tally(
            kills=kills,
            sent=number,
            acknowledged=acknowledged,
            lost=len(set(wanted) - node.log.known(wanted)),
            accepted=node.log.accepted(),
            quarantined=sum(node.log.held_counts().values()),
            rows=one("SELECT count() AS n FROM report"),
            distinct=one("SELECT uniqExact(id) AS n FROM report"),
            judged=one("SELECT uniqExact(id) AS n FROM judgement"),
            tallied=one("SELECT sum(reports) AS n FROM tally WHERE dimension = 'all' AND grain = 'day'"),
            in_campaigns=one("SELECT sum(reports) AS n FROM campaign_hour"),
            quarantine_rows=one("SELECT sum(sign) AS n FROM quarantine"),
            imprinted=node.writer.imprinted,
            astray=astray(node),
        )


def astray(node) -> int:
    from spamatlas.campaign import Ledger
    from spamatlas.pipeline.memory import ledger_entries

    rows = node.store.query("SELECT campaign, known_as FROM campaign_alias FINAL")
    entries, whole = list(ledger_entries(node.store)), Ledger()
    whole.restore(entries, {row["campaign"]: row["known_as"] for row in rows})
    with node.pause():
        return sum(_home(node.writer.ledger, entry) != _home(whole, entry) for entry in entries)


def _home(ledger, entry) -> tuple[int, int]:
    found = ledger.look_up(entry.signature, entry.channel)
    return (ledger.resolve(found.campaign), found.size) if found else (0, 0)


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        serve(int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))
    else:
        with tempfile.TemporaryDirectory() as folder:
            print(run(int(sys.argv[1]), int(sys.argv[2]), Path(folder) / "data"))  # noqa: T201
