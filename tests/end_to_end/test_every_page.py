"""Every page that the application's routes lead to, as an administrator sees it: a new page is looked at unasked."""

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from tests.end_to_end.looking import LOOKS, faults, looked_at
from tests.end_to_end.routes import Found, found, routes
from tests.end_to_end.running import ARTEFACTS, Running
from tests.end_to_end.staff import Staffed, staffed

from spamatlas.locale import languages

pytestmark = pytest.mark.browser

WRONG = {
    *("/console/campaigns/compare", "/console/invitation", "/unsubscribe/{word:str}"),
    *("/console/sign-in/with/{name:str}", "/console/sign-in/with/{name:str}/back"),
}
"""Routes that, asked for without more, answer with what is missing."""
NARROWEST, FIRST_VISIT_BYTES = 360, 150_000
NAMED = re.compile(r'(?:src|href)="(/static/[^"]+)"')


@pytest.fixture(scope="module")
def staff(node: Running) -> Staffed:
    return staffed(node)


@pytest.fixture(scope="module")
def pages(staff: Staffed) -> list[Found]:
    with staff.client() as client:
        return list(found(client, *staff.hidden))


@pytest.fixture(params=LOOKS)
def page(request: pytest.FixtureRequest, staff: Staffed, browser: Any) -> Iterator[Any]:
    context = looked_at(browser, request.param)
    staff.sign_in(context)
    opened = context.new_page()
    opened.goto(f"{staff.node.address}/about?lang={LOOKS[request.param][0]}")
    yield opened
    context.close()


def test_the_pages_are_all_there_and_answer(pages: list[Found]) -> None:
    assert len(pages) >= 30
    assert {each.route for each in pages} <= set(routes())
    assert {each.route for each in pages if each.status >= 400} == WRONG


@pytest.mark.timeout(600)
def test_axe_finds_nothing_on_any_page_nor_does_one_hang_over_the_edge(
    staff: Staffed, pages: list[Found], page: Any, request: pytest.FixtureRequest
) -> None:
    _, width, _ = LOOKS[request.node.callspec.params["page"]]
    wrong: list[str] = []
    ARTEFACTS.mkdir(exist_ok=True)
    for each in pages:
        page.goto(staff.node.address + each.address)
        title = each.route.strip("/").translate(str.maketrans("/{}:", "-___")) or "home"
        page.screenshot(path=ARTEFACTS / f"every-{request.node.callspec.params['page']}-{title}.png", full_page=True)
        wrong += faults(page, each.route) + overhanging(page, each.route, width)
    assert wrong == []


@pytest.mark.timeout(600)
@pytest.mark.parametrize("tongue", sorted(languages()))
def test_every_page_fits_the_narrowest_screen_in_each_language(
    staff: Staffed, pages: list[Found], browser: Any, tongue: str
) -> None:
    """Also with all opened that is folded away, for which script must run: no other does."""
    context = browser.new_context(viewport={"width": NARROWEST, "height": 800})
    staff.sign_in(context)
    page = context.new_page()
    page.goto(f"{staff.node.address}/about?lang={tongue}")
    wrong: list[str] = []
    for each in pages:
        page.goto(staff.node.address + each.address, wait_until="domcontentloaded")
        assert page.get_attribute("html", "lang") == tongue, each
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
        wrong += overhanging(page, each.route, NARROWEST)
    context.close()
    assert wrong == []


def test_no_first_visit_to_any_page_is_heavy(staff: Staffed, pages: list[Found]) -> None:
    """Compressed, with all that the page names: nothing of it is in the browser yet."""
    heavy: list[str] = []
    with staff.client() as client:
        files: dict[str, int] = {}
        for each in pages:
            page = client.get(each.address, headers={"accept-encoding": "gzip"})
            for name in NAMED.findall(page.text):
                files.setdefault(name, moved(client.get(name, headers={"accept-encoding": "gzip"})))
            weight = moved(page) + sum(files[name] for name in set(NAMED.findall(page.text)))
            heavy += [f"{each.route}: {weight} bytes"] if weight > FIRST_VISIT_BYTES else []
    assert heavy == []


def moved(answer: httpx.Response) -> int:
    """The bytes of an answer as they were sent."""
    return answer.num_bytes_downloaded


def overhanging(page: Any, name: str, width: int) -> list[str]:
    found = page.evaluate("document.documentElement.scrollWidth")
    return [f"{name}: {found} wide"] if found > width else []
