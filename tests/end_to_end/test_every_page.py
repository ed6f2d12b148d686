"""Every page that the application's routes lead to, as an administrator sees it: a new page is looked at unasked.

Beside them, what pages look like in other states: filtered, empty, refused.
"""

import re
from typing import Any

import httpx
import pytest
from tests.end_to_end.looking import LOOKS, NARROWEST, faults, looked_at
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
STATES = {
    "home-filtered": "/?since=7d&channel=sms",
    "home-bad-range": "/?since=never",
    "figure-routes": "/figures/routes",
    "receipts-unknown": "/receipts?number=nothing",
    "no-page": "/nowhere",
    "console-found-nothing": "/console?q=nothing:of-the-kind",
    "console-open": "/console?open={report}",
    "token-lost": "/console?token=wrong",
}
REFUSED = {"receipts-unknown", "no-page", "token-lost"}
"""States that answer with an error's page."""
FIRST_VISIT_BYTES = 150_000
NAMED = re.compile(r'(?:src|href)="(/static/[^"]+)"')


@pytest.fixture(scope="module")
def staff(node: Running) -> Staffed:
    return staffed(node)


@pytest.fixture(scope="module")
def pages(staff: Staffed) -> list[Found]:
    with staff.client() as client:
        return list(found(client, *staff.hidden))


@pytest.fixture(scope="module")
def states(staff: Staffed) -> list[Found]:
    with staff.client() as client:
        report = client.get("/api/v1/reports?limit=1").json()[0]["id"]
        addresses = {name: address.format(report=report) for name, address in STATES.items()}
        return [Found(name, address, client.get(address).status_code) for name, address in addresses.items()]


def test_the_pages_are_all_there_and_answer(pages: list[Found], states: list[Found]) -> None:
    assert len(pages) >= 30
    assert {each.route for each in pages} <= set(routes())
    assert {each.route for each in pages if each.status >= 400} == WRONG
    assert {each.route for each in states if each.status >= 400} == REFUSED


@pytest.mark.timeout(600)
@pytest.mark.parametrize("look", LOOKS)
def test_every_page_is_whole(staff: Staffed, pages: list[Found], states: list[Found], browser: Any, look: str) -> None:
    """In a language, width and light: axe finds nothing, nothing hangs over the edge, the browser says nothing."""
    tongue, width, _ = LOOKS[look]
    context = looked_at(browser, look)
    staff.sign_in(context)
    page = context.new_page()
    page.goto(f"{staff.node.address}/about?lang={tongue}")
    wrong = complaints(page, staff.node.address)
    ARTEFACTS.mkdir(exist_ok=True)
    for each in pages + states:
        page.goto(staff.node.address + each.address)
        assert page.get_attribute("html", "lang") == tongue, each
        assert page.get_attribute("html", "dir") == languages()[tongue].direction, each
        if found := faults(page, each.route) + overhanging(page, each.route, width):
            title = each.route.strip("/").translate(str.maketrans("/{}:", "-___")) or "home"
            page.screenshot(path=ARTEFACTS / f"{look}-{title}.png", full_page=True)
            wrong += found
    context.close()
    assert wrong == []


@pytest.mark.timeout(600)
@pytest.mark.parametrize("tongue", sorted(languages().keys() - {"ar"}))
def test_every_page_fits_the_narrowest_screen_in_the_other_languages(
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


def complaints(page: Any, ours: str) -> list[str]:
    """What a page's console says, its scripts throw, and it asks of others or in vain, as it happens."""
    heard: list[str] = []

    def said(message: Any) -> None:
        # A page that was refused is a refusal we asked for; what it names is told of by its answer.
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            heard.append(f"{page.url}: {message.text}")

    def answered(answer: Any) -> None:
        if answer.status >= 400 and answer.request.resource_type != "document":
            heard.append(f"{page.url}: {answer.status} {answer.url}")

    page.on("console", said)
    page.on("response", answered)
    page.on("pageerror", lambda error: heard.append(f"{page.url}: {error}"))
    page.on("request", lambda asked: None if asked.url.startswith(ours) else heard.append(f"{page.url}: {asked.url}"))
    return heard


def overhanging(page: Any, name: str, width: int) -> list[str]:
    found = page.evaluate("document.documentElement.scrollWidth")
    return [f"{name}: {found} wide"] if found > width else []
