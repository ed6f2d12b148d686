"""Every page there is: each route of the application, at an address that its pages lead to."""

import re
from collections import deque
from collections.abc import Iterator, Mapping
from urllib.parse import urljoin, urlsplit

import httpx
from msgspec import Struct
from selectolax.lexbor import LexborHTMLParser
from tests.web.fake_node import FakeNode

from spamatlas.web import create_app
from spamatlas.web.rights import table

PLACE = re.compile(r"\{(\w+):(\w+)\}")
KINDS = {"str": "[^/]+", "int": "[0-9]+", "path": ".+"}
MACHINES = ("/api/", "/schema", "/static/", "/healthz", "/readyz", "/metrics", "/console/passkeys/options")
"""Where programs and scripts ask, of which none answers with a page save the list of problems."""
PAGES_OF_MACHINES = ("/schema/problems",)


class Found(Struct, frozen=True):
    """A page: the route that answers, the address at which it does, and the status it answers with."""

    route: str
    address: str
    status: int


def routes() -> list[str]:
    """Every route that may answer with a page, those with the fewest places to fill in first."""
    asked = {each.path for each in table(create_app(FakeNode())) if each.method == "GET"}
    people = {path for path in asked if not path.startswith(MACHINES) or path in PAGES_OF_MACHINES}
    return sorted(people, key=lambda path: (len(PLACE.findall(path)), path))


def found(client: httpx.Client, *more: str) -> Iterator[Found]:
    """One page of every route, as far as pages lead to one; ``more`` are addresses that none leads to.

    Every page that is found is read for links, so that what is behind a name is found by following them.
    """
    known = {path: re.compile(PLACE.sub(lambda place: KINDS[place[2]], path)) for path in routes()}
    left, seen = set(known), {path for path in known if not PLACE.search(path)} | set(more)
    waiting = deque(sorted(seen))
    while left and waiting:
        address = waiting.popleft()
        route = route_of(address, known)
        if route not in left:
            continue
        answer = client.get(address)
        if is_page(answer):
            yield Found(route, address, answer.status_code)
        if is_page(answer) or answer.status_code < 400:
            left.discard(route)
        for link in links(answer, address):
            if (path := urlsplit(link).path) not in seen:
                seen.add(path)
                waiting.append(link)
    assert left == set(), f"no page leads to {sorted(left)}"


def is_page(answer: httpx.Response) -> bool:
    """Whether people read the answer: a whole page, not what programs or a page's script ask for."""
    kind = answer.headers.get("content-type", "")
    return kind.startswith("text/html") and answer.text.lstrip()[:9].lower() == "<!doctype"


def route_of(address: str, known: Mapping[str, re.Pattern[str]]) -> str | None:
    """Which route answers an address: one without places before one with."""
    path = urlsplit(address).path
    return path if path in known else next((each for each, form in known.items() if form.fullmatch(path)), None)


def links(answer: httpx.Response, address: str) -> list[str]:
    """The addresses on the same node to which an answer leads, in the order in which they stand there."""
    hrefs = [answer.headers.get("location", "")]
    if is_page(answer):
        hrefs += [each.attributes.get("href") or "" for each in LexborHTMLParser(answer.text).css("a[href]")]
    return list(dict.fromkeys(urljoin(address, href) for href in hrefs if href and not urlsplit(href).netloc))
