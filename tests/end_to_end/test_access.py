"""Nobody is shut out: axe on what forms answer, and the ways of those who read by keys or by ear alone."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.end_to_end.looking import AXE, FOCUSED, LOOKS, TAGS, faults, looked_at, walk
from tests.end_to_end.running import Running

from spamatlas.locale import languages

pytestmark = pytest.mark.browser

PARCEL = "Your parcel is held at customs. Pay the fee of 1.99 today at https://parcel-fee.example/pay or it goes back."


@pytest.fixture(params=LOOKS)
def page(request: pytest.FixtureRequest, node: Running, browser: Any) -> Iterator[Any]:
    """A page in one language, width and light, into which axe may be put."""
    context = looked_at(browser, request.param)
    node.sign_in(context)
    tongue = LOOKS[request.param][0]
    opened = context.new_page()
    opened.goto(f"{node.address}/about?lang={tongue}")
    assert opened.get_attribute("html", "dir") == languages()[tongue].direction
    yield opened
    context.close()


def test_axe_finds_nothing_after_a_form_was_sent(node: Running, page: Any) -> None:
    page.goto(f"{node.address}/check")
    page.click("form.form button")
    found = faults(page, "check-error")
    page.fill("#text", PARCEL)
    page.click("form.form button")
    page.wait_for_selector("#finding")
    assert found + faults(page, "checked") == []


def test_axe_finds_nothing_at_the_consoles_door_nor_in_its_keys(node: Running, page: Any) -> None:
    page.goto(f"{node.address}/console")
    page.keyboard.press("?")
    page.wait_for_selector("dialog[open] dl")
    found = [f"keys: {each}" for each in page.evaluate(AXE, TAGS)]
    page.context.clear_cookies()
    page.set_extra_http_headers({"x-forwarded-for": "192.0.2.1"})
    page.goto(f"{node.address}/console")
    page.wait_for_selector("#token")
    assert found + faults(page, "door") == []


def test_axe_sees_what_it_is_there_to_see(page: Any) -> None:
    page.set_content("<html><body><img src=x><p style='color:#999'>pale</p><h3>deep</h3><input></body></html>")
    found = " ".join(faults(page, "bad"))
    for rule in ("image-alt", "color-contrast", "label", "html-has-lang", "not one h1", "not one main"):
        assert rule in found


@pytest.fixture
def desk(node: Running, browser: Any) -> Iterator[Any]:
    """A page at a desk, under the node's own policy."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    node.sign_in(context)
    yield context.new_page()
    context.close()


def test_keys_alone_lead_from_home_to_a_figures_table_and_to_a_filed_report(node: Running, desk: Any) -> None:
    desk.goto(f"{node.address}/?lang=en")
    assert walk(desk, lambda _: True)["href"] == "#main", "the first stop skips what stands on every page"
    desk.keyboard.press("Enter")
    walk(desk, lambda _: True)
    assert desk.evaluate("document.querySelector('main').contains(document.activeElement)")
    walk(desk, lambda here: here["tag"] == "summary" and here["text"].strip() == "Table")
    desk.keyboard.press("Enter")
    table = desk.evaluate(
        "document.activeElement.parentElement.open && document.activeElement.nextElementSibling.innerText"
    )
    assert "Reports" in table
    assert walk(desk, lambda _: True)["tag"] == "div", "a wide table can be scrolled by keys"
    walk(desk, lambda here: here["href"] == "/report", "Shift+Tab")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/report")
    walk(desk, lambda here: here["tag"] == "button" and desk.evaluate("!!document.activeElement.closest('form.form')"))
    desk.keyboard.press("Enter")
    desk.wait_for_selector("[role=alert]")
    walk(desk, lambda here: here["href"] == "#text")
    desk.keyboard.press("Enter")
    assert desk.evaluate(FOCUSED)["id"] == "text"
    desk.keyboard.type(PARCEL)
    walk(desk, lambda here: here["tag"] == "button")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/receipts/*")


def test_what_is_wrong_with_a_form_is_read_out(node: Running, desk: Any) -> None:
    for path, field in {"/check": "#text", "/report": "#text", "/receipts": "#number"}.items():
        desk.goto(f"{node.address}{path}?lang=en")
        if path == "/receipts":
            desk.fill(field, "nothing")
        desk.click("form.form button")
        assert "There is a problem" in desk.locator("[role=alert]").inner_text()
        assert desk.get_attribute(field, "aria-invalid") == "true"
        described = desk.get_attribute(field, "aria-describedby").split()
        words = [desk.locator(f"#{each}").inner_text() for each in described]
        faulty = [said for name, said in zip(described, words, strict=True) if name.endswith("-fault")]
        assert len(faulty) == 1, path
        assert faulty[0].startswith("Error:"), path
        assert len(faulty[0].split()) > 3, path


def test_what_changes_by_itself_is_said_politely(node: Running, desk: Any) -> None:
    for path, regions in {"/": [".pulse"], "/console": ["#news", "#stale", "#toast", "#marked"]}.items():
        desk.goto(node.address + path)
        for region in regions:
            # Asked in one breath: the news are exchanged as the connection stands.
            said = "each => document.querySelector(each).closest('[role=status], [aria-live=polite]') !== null"
            assert desk.evaluate(said, region), region
        assert desk.locator("[aria-live=assertive]").count() == 0, path
