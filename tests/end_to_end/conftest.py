"""A node with samples, and Debian's Chromium."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.end_to_end.running import Running

EXECUTABLE = shutil.which("chromium-headless-shell") or "/usr/bin/chromium"
"""The former is the same browser without a window of its own: a page takes it two thirds of the processor."""
CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def sampled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a node that read its samples: nodes begin with a copy, for to read them takes most of a start.

    One for all processes that test; the others wait for it.
    """
    here = tmp_path_factory.getbasetemp()
    place = (here.parent if "PYTEST_XDIST_WORKER" in os.environ else here) / "sampled"
    place.mkdir(exist_ok=True)
    with (place / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (place / "made").exists():
            running = Running(place / "node")
            running.start()
            running.stop()
            (place / "made").touch()
    return place / "node"


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory, sampled: Path) -> Iterator[Running]:
    running = Running(tmp_path_factory.mktemp("node"))
    running.start_like(sampled)
    yield running
    running.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=EXECUTABLE, args=CHROMIUM)
        yield opened
        opened.close()
