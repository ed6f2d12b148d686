"""The graph explorer: every thing has a place of its own, what was asked for leads, and nothing comes alive."""

import re
from itertools import combinations
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from spamatlas.model import Edge, EdgeKind, Graph, Vertex, VertexKind
from spamatlas.web.console.graph_layout import CHIP, CHIP_WIDTH, CHIPS, DOT, Mark, laid_out


def many(things: int) -> Graph:
    """A campaign, as many things, half of them shared with another campaign."""
    kinds = [each for each in VertexKind if each is not VertexKind.CAMPAIGN]
    ends = [Vertex(id=f"campaign:C-{n:016x}", kind=VertexKind.CAMPAIGN, name=f"C-{n:016x}", reports=9) for n in (1, 2)]
    made = [
        Vertex(
            id=f"{kinds[n % 12]}:t{n}", kind=kinds[n % 12], name=f"t{n}", reports=n, campaigns=1 + n % 2,
            telling=0.5, is_hub=n % 7 == 0,
        )
        for n in range(things)
    ]  # fmt: skip
    edges = [
        Edge(source=end.id, target=each.id, kind=EdgeKind.NAMES, is_shared=each.campaigns > 1)
        for place, each in enumerate(made)
        for end in ends[: 1 + place % 2]
    ]
    return Graph(start=ends[0].id, vertices=(*ends, *made), edges=tuple(edges))


def box(mark: Mark) -> tuple[float, float, float, float]:
    wide, high = (CHIP_WIDTH, CHIP) if mark.is_chip else (DOT - 2, DOT - 2)
    return mark.x, mark.y, mark.x + wide, mark.y + high


@pytest.mark.parametrize("things", [0, 1, 30, 498])
def test_nothing_overlaps_however_many_there_are(things: int) -> None:
    layout = laid_out(many(things))
    assert len(layout.marks) == len(many(things).vertices)
    boxes = sorted(map(box, layout.marks.values()))
    for one, other in combinations(boxes, 2):
        if other[0] >= one[2]:
            continue
        assert one[2] <= other[0] or one[3] <= other[1] or other[3] <= one[1]
    for mark in layout.marks.values():
        assert mark.x >= 0
        assert mark.y >= 0
        assert mark.x + CHIP_WIDTH <= layout.width + CHIP_WIDTH
    by_column = [sum(mark.is_chip and mark.level == level for mark in layout.marks.values()) for level in range(4)]
    assert all(chips <= CHIPS + 12 for chips in by_column)


def test_it_is_the_same_every_time_and_what_is_shared_has_a_label() -> None:
    assert laid_out(many(200)) == laid_out(many(200))
    marks = laid_out(many(24)).marks
    assert all(mark.is_chip for mark in marks.values() if mark.vertex.campaigns > 1)


def test_kinds_and_hubs_are_left_out_when_asked_and_campaigns_never() -> None:
    kept = laid_out(many(60), [VertexKind.NUMBER], with_hubs=False).marks.values()
    assert {mark.vertex.kind for mark in kept} == {VertexKind.CAMPAIGN, VertexKind.NUMBER}
    assert not any(mark.vertex.is_hub for mark in kept)


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_each_thing_is_a_link_to_the_graph_around_it(client: Any, fake: Any, lang: str) -> None:
    answer = client.get("/console/graph", params={"node": fake.CAMPAIGN, "lang": lang})
    page = LexborHTMLParser(answer.text)
    links = page.css("svg.graph a")
    assert len(links) == len(fake.GRAPH.vertices)
    assert all((link.attributes["href"] or "").startswith("/console/graph?node=") for link in links)
    assert all(link.css_first("title").text() for link in links)
    assert page.css("svg.graph .hub")
    assert page.css("svg.graph .shared.claim")
    assert len(page.css("details table tbody tr")) >= len(fake.GRAPH.vertices) + len(fake.GRAPH.edges)
    xs = [float(found) for found in re.findall(r'class="chip" x="([-\d.]+)"', answer.text)]
    assert min(xs) >= 0


def test_what_nobody_reported_is_said_to_be_unknown(client: Any) -> None:
    answer = client.get("/console/graph", params={"node": "nothing"})
    assert answer.status_code == 404
    assert LexborHTMLParser(answer.text).css_first("form[role=search] input[name=node]")
    assert client.get("/console/graph").status_code == 200


def test_drafts_are_read_and_taken_along_and_say_nothing_that_acts(client: Any, fake: Any) -> None:
    page = LexborHTMLParser(client.get(f"/console/campaigns/{fake.CAMPAIGN}/notices").text)
    link = page.css_first("a[download]").attributes["href"] or ""
    assert page.css("pre.draft")
    file = client.get(link)
    assert file.status_code == 200
    assert file.headers["content-type"].startswith("text/plain")
    assert file.headers["content-disposition"] == 'attachment; filename="N-0123456789ab.txt"'
    assert "\u202e" not in file.text
    assert client.get(f"/console/campaigns/{fake.CAMPAIGN}/notices/N-0").status_code == 404
    assert client.get("/console/campaigns/C-00000000000000ff/notices").status_code == 404
    assert client.get("/api/v1/campaigns/C-00000000000000ff/notices").status_code == 404
    assert client.get("/api/v1/graph?node=nothing").json()["code"] == "not-in-graph"


def test_who_holds_a_thing_stands_beside_it_and_leads_to_all_it_holds() -> None:
    campaign = Vertex(id="campaign:C-1", kind=VertexKind.CAMPAIGN, name="C-1")
    accounts = [Vertex(id=f"account:{n}", kind=VertexKind.ACCOUNT, name=str(n)) for n in range(2)]
    bank = Vertex(id="institution:GB NWBK", kind=VertexKind.INSTITUTION, name="GB NWBK")
    names = [Edge(source=campaign.id, target=each.id, kind=EdgeKind.NAMES) for each in accounts]
    held = [Edge(source=each.id, target=bank.id, kind=EdgeKind.STATED) for each in accounts]
    graph = Graph(start=campaign.id, vertices=(campaign, *accounts, bank), edges=(*names, *held))
    marks = laid_out(graph).marks
    assert marks[bank.id].level == marks["account:0"].level == 1
    around = laid_out(Graph(start=bank.id, vertices=(bank, *accounts, campaign), edges=graph.edges)).marks
    assert [around[each].level for each in (bank.id, "account:1", campaign.id)] == [0, 1, 2]
