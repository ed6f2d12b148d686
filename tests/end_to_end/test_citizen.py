"""Check, file, receipt, withdraw, as a person does it: with and without script, on a phone and at a desk."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from tests.end_to_end.running import ARTEFACTS, Running

from spamatlas.locale import languages

pytestmark = pytest.mark.browser

WIDTHS = {"desktop": 1280, "phone": 360}
WAYS = [
    ("script", "phone", "ar"),
    ("script", "phone", "zh"),
    ("script", "desktop", "en"),
    ("no-script", "phone", "en"),
    ("no-script", "desktop", "ar"),
]
TEXT = (
    "Your parcel is held. Verify your details and pay 1.99 now at https://parcel-fee.example/pay or your account is "
    "suspended."
)
NEAR_2G = {"offline": False, "latency": 800, "downloadThroughput": 35_000, "uploadThroughput": 32_000}
"""Bytes a second and milliseconds there and back, as WebPageTest's profile "2G" has them (280 and 256 kbit/s)."""


@pytest.fixture(params=WAYS, ids="-".join)
def way(request: pytest.FixtureRequest) -> tuple[str, str, str]:
    found: tuple[str, str, str] = request.param
    return found


@pytest.fixture
def script(way: tuple[str, str, str]) -> bool:
    return way[0] == "script"


@pytest.fixture
def width(way: tuple[str, str, str]) -> str:
    return way[1]


@pytest.fixture
def tongue(way: tuple[str, str, str]) -> str:
    return way[2]


@pytest.fixture
def page(node: Running, browser: Any, script: bool, width: str) -> Iterator[Any]:
    context = browser.new_context(java_script_enabled=script, viewport={"width": WIDTHS[width], "height": 800})
    # The token lifts the allowance alone, which many tests from one machine would use up.
    node.sign_in(context)
    yield context.new_page()
    context.close()


def whole(page: Any, name: str, width: str, tongue: str, *, script: bool) -> None:
    """Nothing hangs over the edge; with script, kept as a picture to be looked at."""
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTHS[width], name
    assert page.get_attribute("html", "dir") == languages()[tongue].direction
    if not script:
        return
    ARTEFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTEFACTS / f"{width}-{tongue}-{name}.png", full_page=True)


def test_from_check_to_withdrawal(node: Running, page: Any, width: str, tongue: str, script: bool) -> None:
    before = httpx.get(f"{node.address}/healthz").json()["accepted"]
    page.goto(f"{node.address}/check?lang={tongue}")
    whole(page, "check", width, tongue, script=script)
    page.click("form.form button")
    assert page.get_attribute("#text", "aria-invalid") == "true", "nothing entered is said at the field"
    page.click('.faults a[href="#text"]')
    whole(page, "check-error", width, tongue, script=script)
    page.fill("#text", f"{TEXT} {tongue} {width} {script}")
    page.fill("#sender", "+447700900123")
    page.click("form.form button")
    assert page.locator("#finding.spam").count() == 1
    assert page.locator(".advice li").count() >= 3
    assert page.locator("#why li").count() >= 2
    assert "hxxps://parcel-fee[.]example/pay" in page.inner_text("#looked-at")
    whole(page, "checked", width, tongue, script=script)
    assert httpx.get(f"{node.address}/healthz").json()["accepted"] == before, "checking keeps nothing"
    page.click("#next button")
    number = page.inner_text("#number")
    assert page.url == f"{node.address}/receipts/{number}"
    assert httpx.get(f"{node.address}/healthz").json()["accepted"] == before + 1
    assert page.locator(".fate .ruling.spam").count() == 1
    whole(page, "receipt", width, tongue, script=script)
    page.click("#withdraw")
    whole(page, "withdraw", width, tongue, script=script)
    page.click("main form button")
    assert page.url == f"{node.address}/receipts/{number}"
    assert page.locator(".fate .ruling, #withdraw, .advice").count() == 0
    whole(page, "withdrawn", width, tongue, script=script)
    state = httpx.get(f"{node.address}/api/v1/receipts/{number}").json()
    assert (state["state"], state["verdict"]) == ("withdrawn", None)


def test_a_receipt_is_found_again_by_its_number(node: Running, page: Any) -> None:
    page.goto(f"{node.address}/report")
    page.fill("#text", "Earn 500 a day from home")
    page.click("form.form button")
    number = page.inner_text("#number")
    page.goto(f"{node.address}/receipts")
    page.fill("#number", "nothing")
    page.click("form.form button")
    assert page.get_attribute("#number", "aria-invalid") == "true"
    page.fill("#number", number.lower().replace("-", " "))
    page.click("form.form button")
    assert page.inner_text("#number") == number


def test_a_mail_dropped_on_the_field_is_checked_and_filed(node: Running, page: Any) -> None:
    mail = (
        b"From: a@bank.example\r\nTo: b@example.org\r\nSubject: Verify it\r\n\r\nAt http://bank-login.example/ now\r\n"
    )
    page.goto(f"{node.address}/check")
    page.set_input_files("#file", {"name": "a.eml", "mimeType": "message/rfc822", "buffer": mail})
    page.click("form.form button")
    assert "Verify it" in page.inner_text("#looked-at")
    page.click("#next button")
    assert page.locator("#number").count() == 1


def test_by_keys_alone(node: Running, browser: Any) -> None:
    page = browser.new_page()
    page.goto(f"{node.address}/check")
    page.focus("#text")
    page.keyboard.type("Pay at https://pay.example/x")
    for _ in range(4):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "BUTTON"
    page.keyboard.press("Enter")
    page.wait_for_selector("#finding")
    page.close()


def test_a_first_check_over_a_thin_link_is_small(node: Running, browser: Any) -> None:
    context = browser.new_context()
    page = context.new_page()
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.emulateNetworkConditions", NEAR_2G)
    moved: list[int] = []
    network.on("Network.loadingFinished", lambda each: moved.append(each["encodedDataLength"]))
    page.goto(f"{node.address}/check", wait_until="load")
    page.fill("#text", TEXT)
    page.click("form.form button")
    page.wait_for_selector("#finding")
    assert 0 < sum(moved) < 60_000, "of the 150 kB that a first visit may move"
    context.close()
