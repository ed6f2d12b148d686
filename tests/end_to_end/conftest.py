"""A node with samples, and Debian's Chromium."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from tests.end_to_end.running import Running

CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    data = tmp_path_factory.mktemp("node")
    command = [sys.executable, "-m", "spamatlas", "up", "--sample", "--port", "0", "--data", str(data)]
    environment = os.environ | {"SPAMATLAS_WORKERS": "1"}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment)
    assert process.stdout
    line = process.stdout.readline()
    found = re.search(r"http://\S+?(?=/ )", line)
    assert found, line
    yield Running(found.group(), (data / "token.key").read_bytes().hex())
    process.terminate()
    assert process.wait(30) == 0


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        yield opened
        opened.close()
