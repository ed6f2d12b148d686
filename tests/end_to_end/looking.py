"""How tests look at a page: in some language, width and light, by axe, by its outline, and by the keys."""

from collections.abc import Callable
from importlib.resources import files
from typing import Any

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
"""WCAG 2.2, levels A and AA, as axe-core names them."""
NARROWEST = 360
"""The width of the narrowest screens that people use, in CSS pixels."""
LOOKS = {
    "en-desktop-light": ("en", 1280, "light"),
    "ar-phone-dark": ("ar", NARROWEST, "dark"),
}
AXE = """async tags => (await axe.run(document, {runOnly: tags, resultTypes: ["violations"]})).violations.flatMap(
  rule => rule.nodes.slice(0, 5).map(node => [rule.id, node.target.join(" "), node.failureSummary].join(" | ")))"""
OUTLINE = """() => {
  const faults = [], levels = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")]
    .filter(each => each.checkVisibility()).map(each => Number(each.tagName[1]));
  if (levels.filter(each => each === 1).length !== 1) faults.push("not one h1: " + levels);
  levels.forEach((each, at) => { if (at && each > levels[at - 1] + 1) faults.push("a level is skipped: " + levels); });
  // A figure to be shown in others' pages brings no head and foot of ours.
  for (const mark of location.pathname.startsWith("/figures/") ? ["main"] : ["main", "header", "footer"])
    if (document.querySelectorAll(`body > ${mark}`).length !== 1) faults.push("not one " + mark);
  return faults;
}"""
FOCUSED = """() => {
  const here = document.activeElement, style = getComputedStyle(here);
  return {
    tag: here.tagName.toLowerCase(), id: here.id, href: here.getAttribute("href") ?? "", text: here.innerText ?? "",
    seen: (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none",
  };
}"""


def looked_at(browser: Any, look: str) -> Any:
    """A browser's context with one look, into whose pages axe may be put."""
    _, width, scheme = LOOKS[look]
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True, reduced_motion="reduce"
    )
    # Without this the page's own policy would be right to keep axe out.
    context.add_init_script(files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8"))
    return context


def faults(page: Any, name: str) -> list[str]:
    """What axe and the outline find wrong, also in what is folded away until somebody opens it."""
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
    found = [f"{name}: {each}" for each in page.evaluate(AXE, TAGS)]
    return found + [f"{name}: {each}" for each in page.evaluate(OUTLINE)]


def walk(page: Any, until: Callable[[dict[str, Any]], bool], key: str = "Tab") -> dict[str, Any]:
    """Go from stop to stop until one is the wanted one; every stop on the way must be seen to have the focus."""
    for _ in range(150):
        page.keyboard.press(key)
        here: dict[str, Any] = page.evaluate(FOCUSED)
        assert here["seen"], here
        if until(here):
            return here
    raise AssertionError("keys do not lead there")
