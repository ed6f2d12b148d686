"""The pictures of ``docs/tour.md``, made anew from today's pages with the sample reports: ``make tour``."""

import io
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).parent
COLOURS = 128
"""Enough for flat drawings; keeps each picture under 200 KB."""
TEXT = "تعذر تسليم طردك. ادفع الرسوم 1.99 الآن عبر https://parcel-fee.example/pay وإلا سيعاد"


def main() -> None:
    """Take the four pictures from a node of their own."""
    with running() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        with seen(browser, width=1280, height=1400) as page:
            page.goto(f"{address}/?lang=en")
            keep(page, "overview")
        with seen(browser, width=1280, height=1150) as page:
            page.goto(f"{address}/where?lang=en")
            keep(page, "where")
        with seen(browser, width=1280, height=900) as page:
            page.goto(f"{address}/console?lang=en&q=channel:email&open={judged_mail(address)}")
            keep(page, "console")
        with seen(browser, width=390, height=1100, color_scheme="dark") as page:
            page.goto(f"{address}/check?lang=ar")
            page.fill("#text", TEXT)
            page.click("form.form button")
            page.wait_for_selector("#finding")
            keep(page, "check-arabic")
        browser.close()


@contextmanager
def running() -> Iterator[str]:
    """The address of a node that is there for the pictures alone."""
    with tempfile.TemporaryDirectory() as data:
        command = [sys.executable, "-m", "spamatlas", "up", "--sample", "--port", "0", "--data", data]
        process = subprocess.Popen(  # noqa: S603  the words are our own
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        try:
            found = re.search(r"http://\S+?(?=/ )", process.stdout.readline() if process.stdout else "")
            if not found:
                sys.exit("the node did not start")
            yield found.group()
        finally:
            process.terminate()
            process.wait(30)


@contextmanager
def seen(browser: Browser, *, width: int, height: int, **how: Any) -> Iterator[Page]:
    """A page of one size."""
    page = browser.new_page(viewport={"width": width, "height": height}, **how)
    yield page
    page.close()


def judged_mail(address: str) -> str:
    """A mail that has something to show: of the newest, the one with the most reasons."""
    listed = httpx.get(f"{address}/api/v1/reports", params={"limit": 25, "channel": "email"}, timeout=30).json()
    mails = [httpx.get(f"{address}/api/v1/reports/{each['id']}", timeout=30).json() for each in listed]
    place = max(range(len(mails)), key=lambda at: len((mails[at].get("verdict") or {}).get("reasons", ())))
    return str(listed[place]["id"])


def keep(page: Page, name: str) -> None:
    """Write what can be seen without scrolling, small enough for a page of documents."""
    page.wait_for_timeout(600)  # until it says that it is live
    picture = Image.open(io.BytesIO(page.screenshot()))
    picture.convert("RGB").quantize(COLOURS).save(HERE / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
