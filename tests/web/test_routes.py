"""The route graph as JSON and as a page: filters, places, and what can't be asked."""

from typing import Any

import msgspec
import pytest
from selectolax.lexbor import LexborHTMLParser

from spamatlas.model import RouteClass
from spamatlas.web import tables
from spamatlas.web.face.measures import MEASURES


def test_the_graph_has_each_place_once_with_what_came_in_and_went_out(client: Any) -> None:
    graph = client.get("/api/v1/routes").json()
    assert len({each["id"] for each in graph["nodes"]}) == len(graph["nodes"]) == 3
    kinds = {each["kind"]: each for each in graph["nodes"]}
    assert kinds["network"]["id"] == "network:64500"
    gateway = kinds["gateway"]
    edges = graph["edges"]
    assert gateway["reports_in"] == edges[0]["reports"]
    assert gateway["reports_out"] == edges[1]["reports"]
    assert edges[0]["source"] == "network:64500"
    assert edges[0]["target"] == edges[1]["source"] == gateway["id"]
    assert all(0 <= each["certainty"] <= 1 for each in edges)


def test_a_large_slow_graph_that_nothing_narrows_is_given_as_it_was_and_says_how_old_it_is(
    client: Any, node: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "SLOW_SECONDS", 0.0)
    monkeypatch.setattr(tables, "KEPT_SECONDS", -1.0)
    read = node.statistic
    large = {"reports": tables.LARGE_REPORTS}
    monkeypatch.setattr(node, "statistic", lambda *asked: msgspec.structs.replace(read(*asked), **large))
    ages = []
    for query in ("?since=7d", "?since=7d", "?since=7d&country=FR", "?since=7d&limit=7"):
        node.now += 1
        answer = client.get(f"/api/v1/routes{query}")
        assert answer.status_code == 200
        assert answer.json()["edges"]
        ages.append("age" in answer.headers)
    assert ages == [False, True, False, False]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("network=64500&place=gateway:x", "bad-parameter"),
        ("place=nonsense", "bad-parameter"),
        ("place=person:anna", "bad-parameter"),
        ("country=FRA", "bad-parameter"),
        ("network=12;DROP", "bad-parameter"),
        ("limit=0", "bad-parameter"),
        ("colour=red", "unknown-parameter"),
    ],
)
def test_what_cannot_be_asked_is_refused(client: Any, query: str, code: str) -> None:
    answer = client.get(f"/api/v1/routes?{query}")
    assert answer.status_code == 400
    assert answer.json()["code"] == code


def test_a_place_on_the_page_is_shown_first_and_leads_back(client: Any) -> None:
    page = LexborHTMLParser(client.get("/routes?place=network:64500").text)
    assert "AS64500" in page.css_first(".notice").text()
    assert page.css("figure h2")[0].text().startswith("The busiest edge")
    assert client.get("/routes?place=%3Cscript%3E").status_code == 200


def test_the_page_keeps_its_view_where_it_leads_on(client: Any) -> None:
    page = LexborHTMLParser(client.get("/routes?since=7d&channel=sms").text)
    links = [each.attributes["href"] or "" for each in page.css(".ranked a")]
    assert links
    assert all("since=7d" in each and "channel=sms" in each for each in links if each.startswith("/routes"))
    assert any("country=KE" in each and "destination=FR" in each for each in links)


def test_every_class_that_is_known_has_something_to_do_and_who_says_so() -> None:
    assert set(MEASURES) == set(RouteClass)
    for kind, measures in MEASURES.items():
        assert bool(measures) == (kind is not RouteClass.UNKNOWN)
        assert all(each.source[-4:].isdigit() for each in measures)
