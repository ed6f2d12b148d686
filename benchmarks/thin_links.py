"""How long a first visit takes over a thin link, and the next one: ``python -m benchmarks thin_links``, by Chromium.

Chromium itself holds the bytes back (DevTools protocol, ``Network.emulateNetworkConditions``): each answer begins a
round trip after it was asked for, and all of them share the rate. What a real link adds is not in it: the round trips
of a new connection (one for TCP, one or two for TLS), lost packets, and a phone's slower processor.
"""

import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import httpx
from msgspec import Struct
from playwright.sync_api import sync_playwright
from tests.end_to_end.running import Running

TIMES = 3
PATHS = ("/", "/check", "/report", "/console")
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN"
LOADED = "performance.getEntriesByType('navigation')[0].loadEventEnd"


class Link(Struct, frozen=True):
    """Kilobits a second down and up, and the milliseconds there and back."""

    down: int
    up: int
    there_and_back: int

    def conditions(self) -> dict[str, Any]:
        rates = {"downloadThroughput": self.down * 125, "uploadThroughput": self.up * 125}
        return {"offline": False, "latency": self.there_and_back, **rates}


LINKS = {
    "good 2G": Link(450, 150, 400),
    "EDGE": Link(240, 200, 840),
}
"""Rates of the profile "Good 2G" in Firefox's developer tools, whose 150 ms are too few for such a link: here 400.
And "Edge" of WebPageTest (www/settings/connectivity.ini.sample)."""


class Visit(Struct, frozen=True):
    """Milliseconds from asking for a page, and what was moved."""

    painted: float
    loaded: float
    bytes: int
    requests: int


def main(_: Path | None = None) -> None:
    with TemporaryDirectory() as data, sync_playwright() as playwright:
        node = Running(Path(data))
        node.start()
        while httpx.get(f"{node.address}/healthz").json()["waiting"]:
            time.sleep(1)
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        try:
            print(f"medians of {TIMES}: seconds to the first words and to the whole page; kB moved, requests")
            for name, link in LINKS.items():
                print(f"{name}: {link.down} kbit/s down, {link.up} up, {link.there_and_back} ms there and back")
                for path in PATHS:
                    pairs = [visits(node, browser, link, path) for _ in range(TIMES)]
                    first, again = (said([pair[at] for pair in pairs]) for at in (0, 1))
                    print(f"  {path:10} first: {first}   again: {again}", flush=True)
        finally:
            browser.close()
            node.stop()


def visits(node: Running, browser: Any, link: Link, path: str) -> tuple[Visit, Visit]:
    """The first visit of a browser that was never here, then the next of the same."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    try:
        return visit(context, link, node.address + path), visit(context, link, node.address + path)
    finally:
        context.close()


def visit(context: Any, link: Link, address: str) -> Visit:
    page = context.new_page()
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.emulateNetworkConditions", link.conditions())
    moved: list[int] = []
    network.on("Network.loadingFinished", lambda each: moved.append(each["encodedDataLength"]))
    page.goto(address, wait_until="load")
    page.wait_for_timeout(50)
    made = Visit(page.evaluate(PAINTED), page.evaluate(LOADED), sum(moved), len(moved))
    page.close()
    return made


def said(found: list[Visit]) -> str:
    painted, loaded, moved = (median(getattr(each, of) for each in found) for of in ("painted", "loaded", "bytes"))
    return f"{painted / 1000:5.2f} {loaded / 1000:5.2f} s {moved / 1000:6.1f} kB {found[-1].requests:2}"


if __name__ == "__main__":
    main()
