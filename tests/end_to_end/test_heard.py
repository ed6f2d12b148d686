"""What a screen reader is given: the browser's tree of names and roles, in the order of reading.

What Orca made of the same pages is told in docs/access.md.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.end_to_end.running import Running

pytestmark = pytest.mark.browser

TEXT = "Your parcel is held at customs. Pay the fee of 1.99 today at https://parcel-fee.example/pay or it goes back."
SPOKEN = {
    "alert", "banner", "button", "checkbox", "combobox", "complementary", "contentinfo", "figure", "form", "heading",
    "image", "link", "main", "navigation", "region", "row", "searchbox", "status", "textbox",
}  # fmt: skip
NAMELESS = {"alert", "banner", "contentinfo", "form", "main", "region", "row", "status"}
"""Roles that need no name: marks of the page's parts, and what is told by what is in it."""


@pytest.fixture
def page(node: Running, browser: Any) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en")
    node.sign_in(context)
    yield context.new_page()
    context.close()


def heard(page: Any) -> list[str]:
    """Roles with their names, one a line, in the order in which a reader comes to them."""
    session = page.context.new_cdp_session(page)
    nodes = {each["nodeId"]: each for each in session.send("Accessibility.getFullAXTree")["nodes"]}
    session.detach()
    lines: list[str] = []
    waiting = [next(iter(nodes))]
    while waiting:
        node = nodes.get(waiting.pop())
        if node is None:
            continue
        waiting += reversed(node.get("childIds", []))
        role = node.get("role", {}).get("value", "")
        if not node.get("ignored") and role in SPOKEN:
            said = {each["name"]: each["value"].get("value") for each in node.get("properties", [])}
            marks = [f"level {level}"] if (level := said.get("level")) else []
            marks += ["invalid"] if said.get("invalid") == "true" else []
            described = (node.get("description") or {}).get("value", "")
            name = (node.get("name") or {}).get("value", "").strip()
            lines.append(" | ".join([role, name, *marks, *([described] if described else [])]))
    return lines


def in_order(lines: list[str], *wanted: str) -> None:
    """Each wanted line stands behind the one before."""
    at = 0
    for each in wanted:
        assert each in lines[at:], f"{each!r} is not among {lines[at:]}"
        at = lines.index(each, at) + 1


def test_nothing_that_can_be_pressed_is_without_a_name(node: Running, page: Any) -> None:
    for path in ("/", "/where", "/routes", "/check", "/report", "/receipts", "/console", "/console/campaigns"):
        page.goto(f"{node.address}{path}?lang=en" if "?" not in path else node.address + path)
        nameless = [
            line for line in heard(page) if line.partition(" | ")[2] == "" and line.split(" |")[0] not in NAMELESS
        ]
        assert nameless == [], path


def test_check_is_read_from_top_to_bottom(node: Running, page: Any) -> None:
    page.goto(f"{node.address}/check?lang=en")
    in_order(
        heard(page),
        "link | Skip to content",
        "navigation | Pages",
        "navigation | Language",
        "main | ",
        "heading | Check a message | level 1",
        "textbox | What did you get?",
        "combobox | How did it reach you?",
        "textbox | Who sent it? (if you know) | A number, an address or a name.",
        "button | Check",
        "contentinfo | ",
    )


def test_what_is_missing_is_heard_first_and_at_its_field(node: Running, page: Any) -> None:
    page.goto(f"{node.address}/check?lang=en")
    page.click("form.form button")
    assert page.title().startswith("Error: ")
    in_order(
        heard(page),
        "alert | There is a problem",
        "link | Paste something, or choose a file.",
        "heading | Check a message | level 1",
        "textbox | What did you get? | invalid | Error: Paste something, or choose a file.",
    )


def test_what_was_found_is_heard_before_what_to_do_and_why(node: Running, page: Any) -> None:
    page.goto(f"{node.address}/check?lang=en")
    page.fill("#text", TEXT)
    page.click("form.form button")
    page.wait_for_selector("#finding")
    in_order(
        heard(page),
        f"heading | {page.inner_text('#finding h1')} | level 1",
        "heading | What to do now | level 2",
        "heading | Report it | level 2",
        "button | Report it",
        "heading | Why | level 2",
        "heading | Where it came from | level 2",
    )


def test_the_list_and_the_reading_pane_of_the_console(node: Running, page: Any) -> None:
    page.goto(f"{node.address}/console?lang=en")
    lines = heard(page)
    in_order(lines, "main | ", "navigation | Console", "searchbox | Search reports | How to search")
    rows = page.locator("#rows .row").count()
    assert len([line for line in lines if line.startswith("checkbox | ")]) >= rows > 10
    page.locator("#rows .row a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#report")
    title = page.inner_text("#report h2")
    assert page.inner_text("#opened") == f"The open report: {title}", "told politely, while the focus stays in the list"
    assert page.evaluate("document.activeElement.closest('#rows') !== null")
    in_order(heard(page), "region | The open report", "heading | What it says | level 3")
