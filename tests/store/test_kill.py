"""A writer that is killed at any moment and delivers again leaves every table right."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from tests.store.conftest import report

from spamatlas.settings import Settings
from spamatlas.store import Store
from spamatlas.store.moving import move

BATCHES, SIZE = 40, 50
PLACE = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}

WRITER = """
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tests.store.conftest import report
from spamatlas.model import Link, Party, PartyKind, PhoneNumber
from spamatlas.settings import Settings
from spamatlas.store import Store
start = datetime(2026, 3, 1, 12, 0, 30, tzinfo=UTC)
data, first = Path(sys.argv[1]), int(sys.argv[2])
store = Store.open(Settings(data=data))
for batch in range(first, {batches}):
    rows = []
    for n in range(batch * {size}, (batch + 1) * {size}):
        domain = f'd{{n % 3}}.example'
        rows.append(report(n, campaign=n % 7, size=n // 7 + 1, received_at=start + timedelta(milliseconds=n),
                           sender=Party(PartyKind.PHONE, f'+{{n % 9}}'), numbers=(PhoneNumber('+9'),),
                           links=(Link(f'https://{{domain}}/', domain, domain),)))
    store.insert(rows, f'batch-{{batch}}')
    print(batch, flush=True)
store.close()
"""


def test_kills_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    code = WRITER.format(batches=BATCHES, size=SIZE)
    acknowledged, kills = -1, 0
    while acknowledged < BATCHES - 1:
        # The last acknowledged batch is delivered once more, as the log does when it missed the answer.
        command = [sys.executable, "-c", code, str(tmp_path), str(max(acknowledged, 0))]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=PLACE) as child:
            assert child.stdout
            for line in child.stdout:
                if not line.strip().isdigit():
                    continue
                acknowledged = int(line)
                if kills < 4 and acknowledged >= 8 * (kills + 1):
                    time.sleep(0.003 * kills)
                    os.kill(child.pid, signal.SIGKILL)
                    kills += 1
                    break
    assert kills == 4
    store = Store.open(Settings(data=tmp_path))
    try:
        for sql in (
            "SELECT count() AS n FROM report",
            "SELECT uniqExact(id) AS n FROM report",
            "SELECT count() AS n FROM judgement",
            "SELECT countIf(bitAnd(kinds, 1) != 0) AS n FROM mention",
            "SELECT countIf(bitAnd(kinds, 4) != 0) AS n FROM mention",
            "SELECT count() / 6 AS n FROM mention",
            "SELECT sum(joined) AS n FROM domain_growth WHERE grain = 'days'",
            "SELECT sum(reports) AS n FROM tally WHERE dimension = 'all' AND grain = 'days'",
            "SELECT sum(reports) AS n FROM tally WHERE dimension = 'all' AND grain = 'hour'",
            "SELECT sum(reports) AS n FROM tally WHERE dimension = 'category' AND grain = 'day'",
            "SELECT sum(reports) AS n FROM campaign_hour",
            "SELECT sum(reports) AS n FROM campaign_day",
            "SELECT sum(reports) AS n FROM domain_tally WHERE grain = 'hour'",
            "SELECT sum(reports) AS n FROM domain_tally WHERE grain = 'day'",
            "SELECT sum(joined) + 7 AS n FROM campaign_growth WHERE grain = 'day'",
            "SELECT sum(joined) + 7 AS n FROM campaign_growth WHERE grain = 'all'",
        ):
            assert store.query(sql)[0]["n"] == BATCHES * SIZE, sql
    finally:
        store.close()


MOVER = """
import sys
from pathlib import Path
from spamatlas.settings import Settings
from spamatlas.store import Store
from spamatlas.store.moving import move
store = Store.open(Settings(data=Path(sys.argv[1])))
print('ready', flush=True)
while True:
    move(store, dict.fromkeys(range(1, 200, 2), 9), {1})
    print('there', flush=True)
    move(store, dict.fromkeys(range(1, 200, 2), 1), {9})
    print('back', flush=True)
"""
SUMS = (
    "SELECT campaign, count() AS n FROM report GROUP BY campaign",
    "SELECT campaign, count() AS n FROM judgement FINAL GROUP BY campaign",
    "SELECT campaign, count() AS n FROM campaign_member GROUP BY campaign",
    "SELECT campaign, uniqExact(sequence) AS n FROM mention GROUP BY campaign",
    "SELECT campaign, sum(reports) AS n FROM campaign_day GROUP BY campaign HAVING n > 0",
    "SELECT campaign, sum(reports) AS n FROM campaign_hour GROUP BY campaign HAVING n > 0",
    "SELECT campaign, sum(joined) + 1 AS n FROM campaign_growth WHERE grain = 'all' GROUP BY campaign HAVING n > 1",
)


def test_a_move_that_is_killed_is_whole_when_done_again(tmp_path: Path) -> None:
    store = Store.open(Settings(data=tmp_path))
    store.insert([report(number, campaign=1, size=number + 1) for number in range(200)], "all")
    store.close()
    moved, ends = dict.fromkeys(range(1, 200, 2), 9), Counter()
    for kill in range(4):
        command = [sys.executable, "-c", MOVER, str(tmp_path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=PLACE) as child:
            assert child.stdout
            for line in child.stdout:
                if (said := line.strip()) in {"ready", "there", "back"}:
                    ends[said] += 1
                    if sum(ends.values()) > 2 * kill:
                        time.sleep(0.05 + 0.15 * kill)
                        os.kill(child.pid, signal.SIGKILL)
                        break
        store = Store.open(Settings(data=tmp_path))
        try:
            for _ in range(2):
                move(store, moved, {1})
                for sql in SUMS:
                    assert {row["campaign"]: row["n"] for row in store.query(sql)} == {1: 100, 9: 100}, sql
        finally:
            store.close()
