"""Kill a filing run again and again, then compare what was sent, acknowledged and stored.

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

from msgspec import Struct


class Tally(Struct, frozen=True):
    """Sent: distinct reports offered. Accepted: entries in the log. Stored: rows, distinct ids, and the rollup's sum."""

    kills: int
    sent: int
    accepted: int
    quarantined: int
    rows: int
    distinct: int
    counted: int


def write_reports(path: Path, number: int) -> None:
    """Texts, all different in wording and half of them alike in campaign; one in fifty can't be analysed."""
    chooser = random.Random(52)
    with path.open("w") as file:
        for each in range(number):
            text = f"Parcel {chooser.randrange(10**9)} is held, pay the fee at https://parcel{each % 97}.example/pay" if each % 2 else (
                " ".join(chooser.choices("meeting lunch report river window garden letter bridge coffee winter".split(), k=12))
            )
            line = {"id": f"r{each}", "channel": "sms", "text": "" if each % 50 == 0 else text}
            file.write(json.dumps(line) + "\n")


def file_reports(reports: Path, data: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "spamatlas", "report", str(reports), "--json", "--data", str(data)]
    environment = os.environ | {"SPAMATLAS_BATCH_REPORTS": "64", "SPAMATLAS_WORKERS": "1"}
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment, start_new_session=True)


def run(kills: int, number: int, data: Path) -> Tally:
    """File ``number`` reports, killing the whole process group ``kills`` times at random moments on the way."""
    from spamatlas.pipeline.node import Node
    from spamatlas.settings import load

    chooser = random.Random(7)
    reports = data.parent / "reports.jsonl"
    write_reports(reports, number)
    for _ in range(kills):
        filing = file_reports(reports, data)
        time.sleep(chooser.uniform(0.5, 3.0))
        os.killpg(filing.pid, signal.SIGKILL)
        filing.wait()
    last = file_reports(reports, data)
    last.communicate(timeout=300)
    with Node(load(data)) as node:
        node.drain()
        facts = node.store.query("SELECT count() AS n, uniqExact(id) AS d FROM report", {})[0]
        counted = node.store.query("SELECT sum(reports) AS n FROM minute", {})[0]["n"]
        held = sum(node.log.held_counts().values())
        return Tally(kills, number, node.log.end(), held, facts["n"], facts["d"], counted)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        print(run(int(sys.argv[1]), int(sys.argv[2]), Path(folder) / "data"))  # noqa: T201
