"""SpamAssassin and rspamd on the same mails, network off, as they ship.

Their answers depend on nothing of ours, so those of one version to the same mails are kept in ``artefacts/peers``.
"""

import json
import os
import subprocess
import tempfile
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from hashlib import sha256
from pathlib import Path
from shutil import which

import numpy as np
from msgspec import Struct

from benchmarks.judging import rspamd_server, spamassassin_server
from benchmarks.quality.figures import Scores

RSPAMD = "http://127.0.0.1:11399/checkv2"
SPAMASSASSIN_BARS = {"shipped, 5.0": 5.0}
RSPAMD_BARS = {"shipped, *add header* (6)": 6.0, "shipped, *reject* (15)": 15.0}
KEPT = Path(__file__).parents[2] / "artefacts" / "peers"
Server = Callable[[Path], AbstractContextManager[None]]


class Peer(Struct, frozen=True):
    """A filter's scores, in the mails' order, and the bars it ships; a mail is over a bar that it reaches."""

    name: str
    scores: Scores
    bars: dict[str, float]


def peers(bodies: Sequence[bytes]) -> Iterator[Peer]:
    """Those that this machine has."""
    if which("spamd") and which("spamc"):
        yield spamassassin(bodies)
    if which("rspamd"):
        yield rspamd(bodies)


def spamassassin(bodies: Sequence[bytes]) -> Peer:
    version = _said("spamassassin", "--version")
    return Peer(
        "SpamAssassin", reached(_answers(version, spamassassin_server, _asked_spamc, bodies)), SPAMASSASSIN_BARS
    )


def rspamd(bodies: Sequence[bytes]) -> Peer:
    version = _said("rspamd", "--version")
    return Peer("rspamd", reached(_answers(version, rspamd_server, _asked_rspamd, bodies)), RSPAMD_BARS)


def _answers(version: str, server: Server, ask: Callable[[bytes], float], bodies: Sequence[bytes]) -> list[float]:
    """The scores of all mails, in order; asked once for a version and these mails."""
    digest = sha256(version.encode() + b"".join(sha256(body).digest() for body in bodies)).hexdigest()
    kept = KEPT / f"{digest}.json"
    if not kept.is_file():
        with tempfile.TemporaryDirectory() as place, server(Path(place)), ThreadPoolExecutor(os.cpu_count()) as workers:
            scores = list(workers.map(ask, bodies))
        KEPT.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps(scores), "utf-8")
    return json.loads(kept.read_text("utf-8"))


def _said(*command: str) -> str:
    return " ".join(subprocess.run(command, check=True, capture_output=True, text=True).stdout.split())


def reached(given: Sequence[float]) -> Scores:
    """Scores a hair higher: these filters call spam what reaches a bar, our measures what is over it."""
    return np.array(given) + 1e-6


def _asked_spamc(body: bytes) -> float:
    """``spamc -c`` prints score/threshold."""
    told = subprocess.run(["spamc", "-p", "7839", "-c", "-s", "9000000"], check=False, input=body, capture_output=True)
    score, _, threshold = told.stdout.decode().strip().partition("/")
    if float(threshold) != 5.0:
        raise ValueError(f"SpamAssassin answered {told.stdout!r}")
    return float(score)


def _asked_rspamd(body: bytes) -> float:
    with urllib.request.urlopen(urllib.request.Request(RSPAMD, data=body), timeout=60) as answer:
        return float(json.load(answer)["score"])
