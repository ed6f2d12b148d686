"""Open pages while reports come in: what changes, what is moved, and what happens when the node is lost."""

import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.end_to_end.running import Running


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory, sampled: Path) -> Iterator[Running]:
    running = Running(tmp_path_factory.mktemp("node"), reads_ahead=True)
    running.start_like(sampled)
    yield running
    running.stop()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    yield opened
    opened.close()


@pytest.mark.browser
def test_a_figure_changes_when_a_report_comes_in_and_little_is_moved(node: Running, page: Any) -> None:
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    page.goto(node.address)
    page.wait_for_selector(".pulse.live")
    page.wait_for_timeout(1000)
    page.evaluate("document.querySelector('#volume details').open = true")
    moved: list[float] = []
    session.on("Network.loadingFinished", lambda event: moved.append(event["encodedDataLength"]))
    before, untouched = page.inner_text("#volume .number"), page.get_attribute("#routes", "data-live")
    node.post({"id": "public-live", "channel": "sms", "text": "Your parcel waits, pay at http://parcel.example/x"})
    page.wait_for_function("old => document.querySelector('#lead h1').innerText !== old", arg=before, timeout=60_000)
    page.wait_for_timeout(1500)
    assert page.locator("#volume details[open]").count() == 1, "what was open stays open"
    assert sum(moved) < 45_000
    assert page.url.rstrip("/") == node.address
    assert untouched


@pytest.mark.browser
def test_a_page_that_loads_itself_anew_keeps_its_purse(node: Running, page: Any) -> None:
    page.goto(node.address)
    spent = [purse_after_a_report(node, page, "purse-first")]
    page.reload()
    spent.append(purse_after_a_report(node, page, "purse-second"))
    assert spent[1] < spent[0] < 110_000


def purse_after_a_report(node: Running, page: Any, identifier: str) -> float:
    """What the page may still move once it has shown a report; it fetches when it hears of the node, too."""
    page.wait_for_selector(".pulse.live")
    page.wait_for_timeout(1000)
    said = page.inner_text("#lead h1")
    node.post({"id": identifier, "channel": "sms", "text": f"Your prize waits at http://{identifier}.example/x"})
    page.wait_for_function("old => document.querySelector('#lead h1').innerText !== old", arg=said, timeout=60_000)
    return float(page.evaluate("JSON.parse(sessionStorage.getItem('purse')).purse"))


@pytest.mark.browser
def test_a_hidden_page_rests_and_a_lost_one_says_so(node: Running, page: Any) -> None:
    page.goto(node.address)
    page.wait_for_selector(".pulse.live")
    page.route("**/*", lambda route: route.abort())
    node.post({"id": "public-lost", "channel": "sms", "text": "Hello, is this still your number?"})
    page.wait_for_selector(".pulse.stale")
    assert "old" in page.inner_text(".pulse")
    page.unroute("**/*")
    page.wait_for_selector(".pulse.live", timeout=60_000)


@pytest.mark.browser
def test_the_keyboard_reaches_all_and_the_focus_stays(node: Running, page: Any) -> None:
    page.goto(node.address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")
    page.focus("#volume_usual .get a >> nth=0")
    page.wait_for_selector(".pulse.live")
    node.post({"id": "public-focus", "channel": "sms", "text": "Win a prize, write YES to 12345"})
    page.wait_for_function(
        "() => document.querySelector('#volume_usual').classList.contains('changed')", timeout=60_000
    )
    assert page.evaluate("document.activeElement.closest('figure').id") == "volume_usual"


def test_an_open_page_is_told_little_in_a_busy_hour(node: Running) -> None:
    stream = urllib.request.urlopen(f"{node.address}/api/v1/events?calm=1")
    first = stream.read(len(b"retry: 2000\nevent: hello\ndata: {}\n\n"))
    assert b"hello" in first
    node.post({"id": "public-calm", "channel": "sms", "text": "Hello"})
    assert stream.readline() + stream.readline() == b"event: change\ndata: {}\n"
    stream.close()


@pytest.mark.browser
def test_a_page_finds_its_way_back_when_the_node_restarts(browser: Any, tmp_path: Path) -> None:
    node = Running(tmp_path, options=())
    node.start()
    page = browser.new_page()
    try:
        page.goto(node.address)
        page.wait_for_selector(".pulse.live")
        node.stop()
        page.wait_for_selector(".pulse.stale", timeout=60_000)
        node.start()
        page.wait_for_selector(".pulse.live", timeout=60_000)
    finally:
        page.close()
        node.stop()
