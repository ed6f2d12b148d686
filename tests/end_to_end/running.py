"""A node that runs, as tests speak to it."""

import time
from pathlib import Path
from typing import Any

import httpx
from msgspec import Struct

ARTEFACTS = Path(__file__).parents[2] / "artefacts"


class Running(Struct, frozen=True):
    address: str
    token: str

    def post(self, report: dict[str, Any], **headers: str) -> httpx.Response:
        known = {"authorization": f"Bearer {self.token}"} | headers
        return httpx.post(f"{self.address}/api/v1/reports", json=report, headers=known, timeout=30)


def settled(node: Running, identifier: str) -> dict[str, Any]:
    """The report once it is analysed or held."""
    for _ in range(100):
        found: dict[str, Any] = httpx.get(f"{node.address}/api/v1/reports/{identifier}").json()
        if found.get("verdict") or found.get("quarantine"):
            return found
        time.sleep(0.1)
    raise TimeoutError
