"""What is lost without each scorer and each detector: one table of docs/evaluation.md."""

from pathlib import Path

from benchmarks.quality.__main__ import main as made


def main(_: Path) -> None:
    made(["ablation"])
