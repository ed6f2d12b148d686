"""The console as somebody uses it all day: a real node, a real browser, keys alone."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from tests.end_to_end.running import Running

HOSTILE = (
    "<script>window.hacked=1</script><img src=x onerror=window.hacked=1><svg onload=window.hacked=1>"
    "<form action=//evil.example><input name=q></form>{{7*7}} \u202egnp.exe\u202c http://evil.example/track.gif?u=me"
)
pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Any, node: Running) -> Iterator[Any]:
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("request", lambda asked: None if asked.url.startswith(node.address) else faults.append(asked.url))
    yield opened
    opened.close()
    assert faults == []


def ruling(node: Running, identifier: str) -> str:
    return str(node.report(identifier)["verdict"]["ruling"])


def test_a_day_with_the_keys_alone(node: Running, page: Any) -> None:
    page.goto(f"{node.address}/console")
    page.keyboard.press("j")
    first = page.evaluate("document.activeElement.dataset.report")
    page.keyboard.press("j")
    second = page.evaluate("document.activeElement.dataset.report")
    assert first != second
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.dataset.report") == first
    page.keyboard.press("Enter")
    page.wait_for_selector(f'#report[data-id="{first.split("/")[-1]}"]')
    assert f"open={first.split('/')[-1]}" in page.url
    assert page.locator("#rows a[aria-current]").count() == 1
    page.keyboard.press("j")
    page.wait_for_selector(f'#report[data-id="{second.split("/")[-1]}"]')
    page.keyboard.press("Escape")
    assert page.locator("#report").count() == 0
    assert "open=" not in page.url
    page.keyboard.press("?")
    assert page.locator("dialog[open] dl").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("dialog[open]").count() == 0
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("channel:voice")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=channel*")
    assert page.locator(".chips li").count() == 1
    for key, where in (("c", "campaigns"), ("q", "quarantine"), ("h", "history"), ("r", "console")):
        page.keyboard.press("g")
        page.keyboard.press(key)
        page.wait_for_url(re.compile(f"{where}$"))


def test_feedback_by_key_and_undo(node: Running, page: Any) -> None:
    page.goto(f"{node.address}/console?q=channel:sms+is:spam")
    page.keyboard.press("j")
    identifier = page.evaluate("document.activeElement.dataset.report").split("/")[-1]
    page.keyboard.press("h")
    page.wait_for_selector("#toast form")
    assert ruling(node, identifier) == "ham"
    assert "done=" not in page.url
    page.keyboard.press("u")
    page.wait_for_function("() => document.querySelector('#toast').innerText.startsWith('Undone')")
    assert ruling(node, identifier) == "spam"


def test_many_at_once_and_undo(node: Running, page: Any) -> None:
    page.goto(f"{node.address}/console?q=channel:email+is:spam")
    for _ in range(3):
        page.keyboard.press("j")
        page.keyboard.press("x")
    marked = page.eval_on_selector_all("#rows input:checked", "boxes => boxes.map(box => box.value)")
    assert len(marked) == 3
    page.click('#bulk button[value="ham"]')
    page.wait_for_selector("#toast form")
    assert "3 reports" in page.inner_text("#toast")
    assert {ruling(node, each) for each in marked} == {"ham"}
    page.click("#toast form button")
    page.wait_for_function("() => document.querySelector('#toast').innerText.startsWith('Undone')")
    assert {ruling(node, each) for each in marked} == {"spam"}


def test_it_is_complete_without_script(node: Running, browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{node.address}/console?q=channel:sms+is:spam")
    page.click("#rows .row a")
    identifier = page.get_attribute("#report", "data-id")
    assert identifier
    page.click('#report button[value="ham"]')
    assert ruling(node, identifier) == "ham"
    page.click("#toast form button")
    assert ruling(node, identifier) == "spam"
    page.click("details.save summary")
    page.fill("details.save input[name=name]", "Texts")
    page.click("details.save button")
    assert page.locator(".views a").inner_text() == "Texts"
    page.click("text=Choose all that fit")
    assert "fit" in page.inner_text(".chosen")
    assert page.locator("#keys dl").is_visible()
    context.close()


def test_hostile_content_is_only_ever_text(node: Running, page: Any) -> None:
    identifier = node.file(id="hostile", channel="sms", text=HOSTILE, sender=HOSTILE[:60], subject=HOSTILE)
    campaign = node.settled(identifier)["assignment"]["campaign"]
    ill = node.file(id="hostile-held", channel="sms", text="", sender=HOSTILE[:60])
    paths = [f"/console?open={identifier}", f"/console/reports/{identifier}", f"/console/campaigns/{campaign}"]
    paths += ["/console/quarantine", "/console?q=" + "%3Cscript%3Ewindow.hacked=1%3C/script%3E"]
    if node.settled(ill).get("quarantine"):
        paths.append(f"/console/quarantine/{ill}")
    for path in paths:
        page.goto(node.address + path)
        page.wait_for_timeout(150)
        assert page.evaluate("window.hacked") is None
        alive = "main script, main img, main style, main form[action*=evil], main a[href*='//evil']"
        assert page.locator(alive).count() == 0, path
        assert "\u202e" not in page.content()


def test_a_report_that_is_gone_is_said_to_be_gone(node: Running, page: Any) -> None:
    page.goto(f"{node.address}/console")
    page.evaluate("document.querySelector('#rows .row a').dataset.report = '/console/reports/' + 'f'.repeat(32)")
    page.click("#rows .row a")
    page.wait_for_selector("#pane .narrow")
    assert page.locator("#rows .row").count() > 10


def test_new_reports_are_announced_and_nothing_moves_also_after_a_restart(node: Running, page: Any) -> None:
    page.goto(f"{node.address}/console?q=channel:im")
    page.keyboard.press("j")
    focused = page.evaluate("document.activeElement.dataset.report")
    rows = page.locator("#rows .row").count()
    node.settled(node.file(id="news-1", channel="im", text="Earn 500 a day from home, write to the manager"))
    page.wait_for_selector("#news a", timeout=60_000)
    assert page.inner_text("#news") == "1 new report"
    assert page.evaluate("document.activeElement.dataset.report") == focused
    assert page.locator("#rows .row").count() == rows
    node.stop()
    page.wait_for_selector("#stale:not([hidden])", timeout=60_000)
    node.start()
    page.wait_for_selector("#stale", state="hidden", timeout=60_000)
    node.settled(node.file(id="news-2", channel="im", text="Earn 900 a day from home, write to the boss"))
    page.wait_for_function("() => document.querySelector('#news')?.innerText === '2 new reports'", timeout=60_000)
    page.click("#news a")
    assert page.locator("#news a").count() == 0
    assert page.evaluate("document.querySelector('#rows .row a').dataset.report") != focused


def test_two_campaigns_are_compared_by_keys_alone(node: Running, page: Any) -> None:
    page.goto(f"{node.address}/console/campaigns")
    for key in ("j", "x", "j", "j", "x"):
        page.keyboard.press(key)
    marked = [each.get_attribute("value") for each in page.locator("tbody input:checked").all()]
    assert len(marked) == 2
    page.focus("button[formaction$=compare]")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/console/campaigns/{marked[0]}/compare/{marked[1]}")
    assert page.locator(".pair svg.timeline").count() == 2
    page.goto(f"{node.address}/console/campaigns/{marked[0]}")
    page.emulate_media(media="print")
    assert not page.locator(".side").is_visible()
    assert page.locator(".variants .lane").first.is_visible()


def test_on_a_phone_the_list_gives_way_to_the_report_and_comes_back(node: Running, browser: Any) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.goto(f"{node.address}/console")
    assert not page.locator("#pane").is_visible()
    page.click("#rows .row a >> nth=2")
    page.wait_for_selector("#report")
    assert not page.locator("#rows").is_visible()
    page.click(".to-list a")
    assert page.locator("#rows").is_visible()
    page.close()


def test_the_path_and_the_list_mirror_in_arabic(node: Running, browser: Any) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    places = {}
    for tongue in ("en", "ar"):
        page.goto(f"{node.address}/console?q=channel:email&lang={tongue}")
        page.click("#rows .row a")
        page.wait_for_selector(".path li")
        places[tongue] = [page.locator(each).first.bounding_box()["x"] for each in (".side", "#rows", "#pane")]
        box, text = page.locator(".path li").first.bounding_box(), page.locator(".path li b").first.bounding_box()
        start = text["x"] - box["x"] if tongue == "en" else box["x"] + box["width"] - text["x"] - text["width"]
        assert 10 < start < 40
    assert places["en"] == sorted(places["en"])
    assert places["ar"] == sorted(places["ar"], reverse=True)
    page.close()
