"""bogofilter on the same orders: ``SPAMATLAS_CORPORA=… python -m benchmarks.quality.bogofilter 3 4 5 6 7``.

A process to judge and one to teach each mail: 15 minutes an order, so the figures are kept beside this file.
"""

import os
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

import numpy as np

from benchmarks.quality.figures import one_minus_auc
from benchmarks.quality.orders import Mail, corpus, ordered

KEPT = Path(__file__).with_suffix(".toml")
HEAD = "# 1-ROCA % of bogofilter by order: immediate feedback, SpamAssassin corpus, from an empty word list.\n"


def kept() -> dict[str, float]:
    """1-ROCA in percent of each order that was run."""
    return tomllib.loads(KEPT.read_text("utf-8"))["one_minus_roca_percent"]


def run(mails: list[Mail]) -> float:
    scores = np.zeros(len(mails))
    with tempfile.TemporaryDirectory() as place:
        for row, mail in enumerate(mails):
            scores[row] = asked(place, mail.body) if row else 0.5
            flag = "-s" if mail.is_spam else "-n"
            subprocess.run(["bogofilter", "-C", flag, "-d", place], check=True, input=mail.body)
    spam = np.array([mail.is_spam for mail in mails], bool)
    return round(100 * one_minus_auc(scores[~spam], scores[spam]), 4)


def asked(place: str, body: bytes) -> float:
    """What ``-T`` prints is a letter and a spamicity."""
    told = subprocess.run(["bogofilter", "-C", "-T", "-d", place], check=False, input=body, capture_output=True)
    said = told.stdout.split()
    return float(said[1]) if len(said) > 1 else 0.5


def main(seeds: list[str]) -> None:
    mails, figures = corpus(Path(os.environ["SPAMATLAS_CORPORA"])), kept()
    for seed in seeds:
        figures[seed] = run(ordered(mails, int(seed)))
        lines = [f"{name} = {figure}\n" for name, figure in sorted(figures.items())]
        KEPT.write_text(f"{HEAD}[one_minus_roca_percent]\n{''.join(lines)}", "utf-8")
        print(f"order {seed}: {figures[seed]} %", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
