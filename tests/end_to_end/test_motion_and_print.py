"""What moves stands still for who asks for it, and pages go on paper without what can only be pressed."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.end_to_end.looking import LOOKS, looked_at
from tests.end_to_end.running import ARTEFACTS, Running

pytestmark = pytest.mark.browser

PUBLIC = ("/", "/where", "/routes", "/about", "/check", "/report", "/receipts")
CONSOLE = ("/console", "/console/campaigns", "/console/graph", "/console/quarantine", "/console/history")
MOVING = """() => {
  // As when a part has just changed: that is the only thing that moves.
  document.querySelectorAll("[data-live], .finding").forEach((each) => each.classList.add("changed"));
  const slow = (each) => each.split(",").some((time) => parseFloat(time) > 0);
  const moving = [...document.querySelectorAll("*")].filter((each) => {
    const style = getComputedStyle(each);
    return (style.animationName !== "none" && slow(style.animationDuration)) || slow(style.transitionDuration)
      || style.scrollBehavior === "smooth";
  });
  return [...new Set(moving.map((each) => each.tagName + "." + each.className))]
    .concat(document.getAnimations().map((each) => each.animationName ?? "transition"));
}"""
PRESSED = "nav, button, input, select, textarea, summary, .get, .tools, .side, .find, .skip, .toast, .choose"
"""What nobody can press on paper."""


@pytest.fixture
def page(browser: Any, node: Running) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 794, "height": 1123})
    node.sign_in(context)
    yield context.new_page()
    context.close()


def test_nothing_moves_for_who_asks_for_it(browser: Any, node: Running) -> None:
    for motion, moves in (("reduce", False), ("no-preference", True)):
        context = browser.new_context(reduced_motion=motion)
        node.sign_in(context)
        page = context.new_page()
        found = {}
        for path in PUBLIC + CONSOLE:
            page.goto(node.address + path)
            found[path] = page.evaluate(MOVING)
        context.close()
        assert any(found.values()) is moves, found


def test_pages_go_on_paper_without_what_can_only_be_pressed(node: Running, page: Any) -> None:
    reports = page.request.get(f"{node.address}/api/v1/reports?limit=1&channel=email").json()
    campaigns = page.request.get(f"{node.address}/api/v1/campaigns?limit=1").json()
    one = (f"/console/reports/{reports[0]['id']}", f"/console/campaigns/{campaigns[0]['campaign']}")
    ARTEFACTS.mkdir(exist_ok=True)
    page.emulate_media(media="print")
    for path in ("/", "/where", "/routes", "/about", *one):
        page.goto(f"{node.address}{path}?lang=en")
        left = page.evaluate(
            "shown => [...document.querySelectorAll(shown)].filter((each) => each.checkVisibility())"
            ".map((each) => each.outerHTML.slice(0, 80))",
            PRESSED,
        )
        assert left == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= 794, path
        assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
        assert page.locator("h1").first.is_visible()
        name = path.strip("/").split("/")[-2:][0] or "home"
        page.screenshot(path=ARTEFACTS / f"print-{name}.png", full_page=True)


def test_dark_pages_are_printed_as_ink_on_paper(browser: Any, node: Running) -> None:
    context = looked_at(browser, next(each for each in LOOKS if each.endswith("dark")))
    page = context.new_page()
    page.goto(node.address)
    page.emulate_media(media="print")
    shades = page.evaluate(
        "[document.documentElement, document.body].map((each) => getComputedStyle(each)).map((each) => each.color)"
    )
    context.close()
    for shade in shades:
        assert sum(map(int, shade.removeprefix("rgb(").rstrip(")").split(","))) < 3 * 100, shades
