"""How long pages take with many reports stored, and how soon an accepted report is seen in an open page.

`python -m benchmarks.pages --reports 10000000 --data DIR`. The engine makes the store (see ``store_scale``), so the
node starts without reading its campaigns back; all else is the real server, asked over loopback. Every page and address
that answers GET is asked, as the routes of the application name them: by a stranger; what only members see, with the
token.
"""

import argparse
import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread
from typing import IO, Any
from unittest.mock import patch
from urllib.parse import urlencode

from msgspec import Struct

from benchmarks.store_scale import fill, join_largest, percentile
from benchmarks.viewers import Viewers
from spamatlas.model import Submission, submission_id
from spamatlas.pipeline.answers import Answers
from spamatlas.pipeline.node import Node
from spamatlas.pipeline.opening import opened
from spamatlas.pipeline.writer import Writer
from spamatlas.settings import Settings
from spamatlas.statistics import catalogue
from spamatlas.store import Store, campaigns, reports
from spamatlas.web import create_app
from spamatlas.web.face.view import RANGES
from spamatlas.web.server import serve

REPORTS = 100_000
TIMES, MORE_TIMES = 5, 20
"""What may be near the limit is asked more often: twenty askings tell a 95th percentile."""
NEAR_MS = 50.0
STALE_SECONDS = 2.1
"""A page that is opened may show tables of two seconds ago; after so long none is taken again."""
STRANGER = {"x-forwarded-for": "192.0.2.1"}
"""Who is forwarded is nobody's operator: cells of few reporters are held back."""
VIEWERS = 100
OWN = (
    "/api/v1/campaigns", "/api/v1/graph", "/api/v1/quarantine", "/api/v1/reports",
    "/campaigns", "/console", "/quarantine", "/reports",
)  # fmt: skip
"""What only members see."""
LEFT_OUT = ("/api/v1/events", "/static", "/schema", "/metrics")


class Place(Struct, frozen=True):
    """A running server: where it is, its process, what can be asked there, its token, and its standard input."""

    port: int
    process: int
    paths: tuple[str, ...]
    token: str
    orders: IO[str]


def main(_: Path | None = None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), REPORTS, TIMES)


def measure(data: Path, many: int, times: int, only: str = "") -> None:
    settings = Settings(data=data)
    make(settings, many)
    with server(data) as place:
        print(f"{many:,} reports stored; median and 95 % in ms; cold: something was stored since; {times} askings each")
        worst = max(ask(place, path, times) for path in place.paths if only in path)
        print(f"slowest cold 95 %: {worst:.0f} ms, 100 wanted")
        seconds = sorted(asyncio.run(Viewers(place.port, place.token, VIEWERS).watch(times)))
        print(
            f"accepted to seen with {VIEWERS} viewers: median {seconds[len(seconds) // 2]:.2f} s, "
            f"95 % {seconds[int(0.95 * len(seconds))]:.2f} s, 1 s wanted"
        )


def make(settings: Settings, many: int) -> None:
    """Fill the store where it does not hold so many yet."""
    store = Store.open(settings)
    try:
        if store.query("SELECT count() AS n FROM report")[0]["n"] < many:
            print(f"{fill(store, many):,.0f} reports/s made", file=sys.stderr)
        while store.query("SELECT count() AS n FROM system.merges")[0]["n"]:
            time.sleep(1)
    finally:
        store.close()


def ask(place: Place, path: str, times: int) -> float:
    """Print a path's times, medians and 95th percentiles; gives the latter of the cold ones.

    Before each cold one a report of the largest campaign is stored. The node's processor time, which other jobs on the
    machine change less, is that of the cold ones and of the warm ones, with what the node does behind meanwhile.
    """
    cold, warm, spent, spent_warm = [], [], [], []
    while len(cold) < times or (len(cold) < MORE_TIMES and max(cold) > NEAR_MS):
        place.orders.write("store\n")
        place.orders.flush()
        time.sleep(STALE_SECONDS)
        before = processor_ms(place.process)
        status, size, taken = get(place, path)
        spent.append(processor_ms(place.process) - before)
        cold.append(taken)
        before = processor_ms(place.process)
        warm += [get(place, path)[2] for _ in range(3)]
        spent_warm.append((processor_ms(place.process) - before) / 3)
    sorts = (("cold", cold), ("of processor", spent), ("warm", warm), ("of processor", spent_warm))
    said = [f"{name} {percentile(each, 0.5):7.1f} {percentile(each, 0.95):7.1f}" for name, each in sorts]
    print(f"{path[:60]:60} {status} {size / 1000:6.1f} kB {len(cold):3}x {'   '.join(said)}", flush=True)
    return percentile(cold, 0.95)


def processor_ms(process: int) -> float:
    """What a process spent of processor time; 0 where it is not told (clock_getcpuclockid(3), as Linux has it)."""
    try:
        return time.clock_gettime(~process << 3 | 2) * 1000
    except OSError:
        return 0.0


def get(place: Place, path: str) -> tuple[int, int, float]:
    """Status, bytes on the wire and milliseconds of one request; where strangers may not come, with the token."""
    own = any(path.startswith(each) for each in OWN)
    headers = {**STRANGER, "accept-encoding": "gzip", **({"authorization": f"Bearer {place.token}"} if own else {})}
    connection = HTTPConnection("127.0.0.1", place.port, timeout=300)
    connection.connect()
    began = time.perf_counter()
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    taken = (time.perf_counter() - began) * 1000
    connection.close()
    return answer.status, len(body), taken


@contextmanager
def server(data: Path) -> Iterator[Place]:
    command = [sys.executable, "-m", "benchmarks.pages", "--serve", "--data", str(data)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdin
        assert child.stdout
        try:
            told: dict[str, Any] = {}
            for line in child.stdout:
                if line.startswith("{"):
                    told = json.loads(line)
                if "is up at" in line:
                    port = int(line.split("127.0.0.1:")[1].split("/")[0])
                    break
            yield Place(port, child.pid, tuple(told["paths"]), told["token"], child.stdin)
        finally:
            child.terminate()


def up(data: Path) -> None:
    """The server's process: says what can be asked, then serves; a line on its input: store something."""
    with patch.object(Writer, "recover", lambda _: None), opened(Settings(data=data, port=0)) as answers:
        said = {"paths": paths(answers, answers.node.store, filed(answers)), "token": answers.token}
        print(json.dumps(said), flush=True)
        Thread(target=_listen, args=(answers.node,), daemon=True).start()
        serve(answers, "127.0.0.1", 0, lambda address: print(f"The node is up at {address}", flush=True))


def filed(answers: Answers) -> str:
    """The id of a report that went the whole way: of those that the engine made up the log knows nothing."""
    body = f"Your parcel waits for its fee: https://parcel.example/{time.time_ns()}".encode()
    given = submission_id("benchmark", "", body)
    answers.accept(
        [Submission(id=given, media_type="text/plain", body=body, received_at=datetime.now(UTC), reporter="benchmark")]
    )
    answers.drain()
    return given


def _listen(node: Node) -> None:
    """A line orders one report more of the largest campaign."""
    last = int(node.store.query("SELECT max(sequence) AS last FROM report")[0]["last"])
    for _ in sys.stdin:
        campaign = join_largest(node.store, last)
        last += 1
        node.store.changes.reports([(campaign, int(time.time() * 1000))])
        node.news.tell(stored=1)


def paths(node: Any, store: Store, report: str) -> list[str]:
    """Every address that answers GET, its parameters filled in; those that can't be are left out, and said."""
    newest = reports.recent(store, {}, 1)[0]
    largest, second = (each["campaign"] for each in campaigns.listed(store, {}, limit=2))
    filled: dict[str, Callable[[], list[str]]] = {
        "statistics": lambda: [f"{name}?since={since}" for name in catalogue() for since in RANGES],
        "campaigns": lambda: [largest],
        "countries": lambda: ["US"],
        "where": lambda: ["US"],
        "reports": lambda: [report],
    }
    found = []
    for route in create_app(node).routes:
        path = route.path
        if "GET" not in getattr(route, "methods", ()) or path.startswith(LEFT_OUT):
            continue
        head, brace, _ = path.partition("{")
        kind = head.strip("/").split("/")[-1]
        if not brace:
            found += [f"{path}?since={since}" for since in RANGES] if path == "/" else [path]
        elif kind in filled and path.endswith("}") and path.count("{") == 1:
            found += [head + each for each in filled[kind]()]
        else:
            print(f"left out: {path}", file=sys.stderr)
    pair = f"campaigns/{largest}/compare/{second}"
    found += [f"/api/v1/{pair}", f"/console/{pair}", f"/api/v1/graph?node={largest}", f"/console/graph?node={largest}"]
    found += [f"/console?{urlencode({'q': newest['sender']})}", "/?country=US", f"/?country={newest['country']}"]
    return sorted(found)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=REPORTS)
    parser.add_argument("--times", type=int, default=TIMES)
    parser.add_argument("--data", type=Path, required=True, help="keep the node there and use it again")
    parser.add_argument("--only", default="", help="ask only addresses that have this in them")
    parser.add_argument("--serve", action="store_true", help="be the server that is asked")
    chosen = parser.parse_args()
    if chosen.serve:
        up(chosen.data)
    else:
        measure(chosen.data, chosen.reports, chosen.times, chosen.only)
