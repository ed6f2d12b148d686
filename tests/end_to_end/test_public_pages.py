"""The public pages in a real browser: each path, language and width, printed, without script, over a thin link."""

import json
import re
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import httpx
import pytest
from tests.end_to_end.running import Running

PATHS = ("/", "/?since=7d&channel=sms", "/where", "/where/GB", "/routes", "/about", "/figures/routes")
FIRST_VISIT_BYTES = 150_000


@pytest.fixture
def page(browser: Any, node: Running) -> Iterator[Any]:
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    yield opened
    opened.close()


@pytest.mark.browser
def test_words_of_a_drawing_stay_inside_it(node: Running, page: Any) -> None:
    for path in ("/", "/where", "/routes", "/?lang=ar"):
        page.goto(node.address + path)
        outside = page.evaluate(
            """() => [...document.querySelectorAll('.chart svg text')].filter((word) => {
                const box = word.getBoundingClientRect();
                return box.left < -1 || box.right > document.documentElement.clientWidth + 1;
            }).map((word) => word.textContent)"""
        )
        assert outside == [], path


@pytest.mark.browser
def test_a_first_visit_is_light(node: Running, browser: Any) -> None:
    for path in PATHS:
        context = browser.new_context()
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        moved: list[float] = []
        session.on("Network.loadingFinished", lambda event: moved.append(event["encodedDataLength"]))  # noqa: B023
        page.goto(node.address + path)
        page.wait_for_timeout(800)
        assert len(moved) >= 4
        assert sum(moved) < FIRST_VISIT_BYTES, path
        context.close()


@pytest.mark.browser
def test_everything_works_without_script(node: Running, browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(node.address)
    page.click("details.choose summary")
    page.select_option('select[name="channel"]', "sms")
    page.click("form.filters button")
    assert "channel=sms" in page.url
    assert page.locator('select[name="channel"] option[selected]').get_attribute("value") == "sms"
    page.click(".ranges a >> nth=0")
    assert "since=24h" in page.url
    assert "channel=sms" in page.url
    page.goto(f"{node.address}/where")
    page.click("#countries a >> nth=0")
    assert re.search(r"/where/[A-Z]{2}", page.url)
    assert page.locator("#volume_usual .chart svg").count() == 1
    context.close()


@pytest.mark.browser
def test_downloads_come_as_files(node: Running, page: Any) -> None:
    page.goto(node.address)
    for kind in ("CSV", "JSON", "SVG", "PNG"):
        with page.expect_download() as coming:
            page.click(f'#volume_usual .get a:text-is("{kind}")')
        assert re.fullmatch(rf"spamatlas-volume_usual-\d{{8}}-\d{{8}}\.{kind.lower()}", coming.value.suggested_filename)
        assert Path(coming.value.path()).stat().st_size > 500


@pytest.mark.browser
def test_it_prints_without_what_can_only_be_pressed(node: Running, page: Any) -> None:
    page.goto(node.address)
    page.emulate_media(media="print")
    for gone in (".top nav", ".ranges", ".choose", ".get"):
        assert not page.locator(gone).first.is_visible(), gone
    assert page.locator("#volume_usual .chart svg").is_visible()


@pytest.mark.browser
def test_other_sites_can_show_a_figure_and_not_the_page(node: Running, page: Any) -> None:
    framed = f'<iframe src="{node.address}/figures/volume"></iframe><iframe src="{node.address}/"></iframe>'

    class Elsewhere(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(framed.encode())

        def log_message(self, *_: Any) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Elsewhere) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        page.goto(f"http://127.0.0.1:{server.server_port}/")
        page.frame_locator("iframe >> nth=0").locator("figure h1").wait_for()
        page.wait_for_timeout(500)
        assert page.frame_locator("iframe >> nth=1").locator("figure").count() == 0
        server.shutdown()


def test_the_same_numbers_stand_in_page_and_interface(node: Running) -> None:
    table = httpx.get(f"{node.address}/api/v1/statistics/origins_by_country?since=14d").json()
    page = httpx.get(f"{node.address}/where?since=14d", headers={"accept-language": "en"}).text
    most = next(row for row in table["rows"] if row["country"])
    assert f'href="/where/{most["country"]}?' in page
    assert json.dumps(most["reports"]) in page
