"""A node that runs, as tests speak to it."""

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx
from msgspec import Struct

from spamatlas.web.office import SESSION, session_of

ARTEFACTS = Path(__file__).parents[2] / "artefacts"


class Running(Struct):
    """A node on a folder of its own, which can be stopped and started again at the same address.

    To read ahead takes half a minute of a processor after a start, so it does where a test is about open pages.
    """

    data: Path
    options: tuple[str, ...] = ("--sample",)
    reads_ahead: bool = False
    address: str = ""
    process: Any = None

    @property
    def token(self) -> str:
        return (self.data / "token.key").read_bytes().hex()

    def start(self) -> None:
        port = self.address.rpartition(":")[2] or "0"
        command = [sys.executable, "-m", "spamatlas", "up", *self.options, "--port", port, "--data", str(self.data)]
        chosen = {"SPAMATLAS_WORKERS": "1", "SPAMATLAS_READ_AHEAD": str(self.reads_ahead).lower()}
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=os.environ | chosen
        )
        line = self.process.stdout.readline()
        found = re.search(r"http://\S+?(?=/ )", line)
        assert found, line
        self.address = found.group()

    def start_like(self, other: Path) -> None:
        """Start with a copy of all that another node has, which is stopped."""
        shutil.copytree(other, self.data, symlinks=True, dirs_exist_ok=True)
        self.start()

    def stop(self) -> None:
        self.process.terminate()
        assert self.process.wait(120) == 0

    def sign_in(self, context: Any) -> None:
        """Let a browser's pages be those of somebody who has the token."""
        context.add_cookies([{"name": SESSION, "value": session_of(self.token), "url": self.address}])

    def post(self, report: dict[str, Any], **headers: str) -> httpx.Response:
        known = {"authorization": f"Bearer {self.token}"} | headers
        return httpx.post(f"{self.address}/api/v1/reports", json=report, headers=known, timeout=30)

    def file(self, **report: Any) -> str:
        """The id of a report that was accepted."""
        return str(self.post(report).json()["ids"][0])

    def report(self, identifier: str) -> dict[str, Any]:
        found: dict[str, Any] = httpx.get(f"{self.address}/api/v1/reports/{identifier}").json()
        return found

    def settled(self, identifier: str) -> dict[str, Any]:
        """The report once it is analysed or held."""
        for _ in range(1200):
            found = self.report(identifier)
            if found.get("verdict") or found.get("quarantine"):
                return found
            time.sleep(0.1)
        raise TimeoutError
