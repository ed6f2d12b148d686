"""SpamAssassin and rspamd on the same mails, network off, as they ship."""

import json
import os
import subprocess
import tempfile
import urllib.request
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from shutil import which

import numpy as np
from msgspec import Struct

from benchmarks.judging import rspamd_server, spamassassin_server
from benchmarks.quality.figures import Scores

RSPAMD = "http://127.0.0.1:11399/checkv2"


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
    with tempfile.TemporaryDirectory() as place, spamassassin_server(Path(place)):
        given = _each(_asked_spamc, bodies)
    return Peer("SpamAssassin", reached(given), {"shipped, 5.0": 5.0})


def rspamd(bodies: Sequence[bytes]) -> Peer:
    with tempfile.TemporaryDirectory() as place, rspamd_server(Path(place)):
        given = _each(_asked_rspamd, bodies)
    return Peer("rspamd", reached(given), {"shipped, *add header* (6)": 6.0, "shipped, *reject* (15)": 15.0})


def reached(given: Sequence[float]) -> Scores:
    """Scores a hair higher: these filters call spam what reaches a bar, our measures what is over it."""
    return np.array(given) + 1e-6


def _each(ask, bodies: Sequence[bytes]) -> list[float]:
    with ThreadPoolExecutor(os.cpu_count()) as workers:
        return list(workers.map(ask, bodies))


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
