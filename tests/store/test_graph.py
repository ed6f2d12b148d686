"""What a graph is made of: things by campaign, campaigns by thing, and what is not read is said."""

from collections.abc import Callable
from typing import Any

from tests.store.things import merge

from spamatlas.model import VertexKind, Waypoint, WaypointKind
from spamatlas.pipeline.attribution import graph_of
from spamatlas.store import Store, graph, reports, sharing

Make = Callable[..., bytes]


def named(store: Store, *campaigns: int, **how: Any) -> dict[tuple[int, str], int]:
    return {(tie.campaign, tie.named): tie.reports for tie in graph.things(store, campaigns, 0, 99, **how)}


def test_what_a_campaign_mentions(filled: Store) -> None:
    found = named(filled, 1)
    assert found == {
        (1, "one.example"): 2, (1, "mallory@sender.example"): 2, (1, "sender.example"): 2, (1, "AS64500"): 2,
        (1, "GB82WEST12345698765432"): 1, (1, "~page:77"): 1, (1, "parcel.example"): 1, (1, "::ffff:192.0.2.7"): 2,
    }  # fmt: skip
    key = graph.key_of(filled, "one.example")
    assert named(filled, 1, 2, 3, among=[key]) == {(1, "one.example"): 2, (2, "one.example"): 1}
    assert len(graph.things(filled, [1, 2], 0, 1)) == 2
    assert named(filled) == {}
    assert named(filled, 1, among=[]) == {}


def test_campaigns_that_became_one_count_as_one(filled: Store) -> None:
    merge(filled, 2, 1)
    key = graph.key_of(filled, "one.example")
    assert sharing.sharing(filled, [key], 0)[key].among == (1,)
    assert sharing.users(filled, key, 0, 9) == [1]
    assert named(filled, 1)[1, "one.example"] == 3
    assert graph.home_of(filled, 2) == 1
    made = graph_of(filled, VertexKind.CAMPAIGN, "C-0000000000000002")
    assert made
    assert made.start == "campaign:C-0000000000000001"


def test_the_commonest_things_are_told_by_counts_alone(filled: Store) -> None:
    assert set(graph.commonest(filled, 1, 0, 99)) == {tie.key for tie in graph.things(filled, [1], 0, 99)}
    assert set(graph.commonest(filled, 1, 0, 2)) <= {
        tie.key for tie in graph.things(filled, [1], 0, 99) if tie.reports > 1
    }


def test_reports_that_show_a_thing(filled: Store) -> None:
    found = graph.mentioning(filled, ["one.example", "AS64500", "nothing"], 1, 1)
    assert [len(found[name]) for name in ("one.example", "AS64500", "nothing")] == [1, 1, 0]
    assert found["AS64500"][0]["address"] == "::ffff:192.0.2.7"
    assert reports.one(filled, found["one.example"][0]["id"])


def test_an_erasure_takes_people_out_and_leaves_the_route(filled: Store) -> None:
    first = filled.query("SELECT toString(id) AS id FROM report ORDER BY sequence LIMIT 1")[0]["id"]
    filled.erase([first])
    assert named(filled, 1) == {
        (1, "one.example"): 2, (1, "mallory@sender.example"): 1, (1, "sender.example"): 1, (1, "AS64500"): 2,
        (1, "parcel.example"): 1, (1, "::ffff:192.0.2.7"): 1,
    }  # fmt: skip
    assert filled.query("SELECT count() AS n FROM mention WHERE named = 'GB82WEST12345698765432'")[0]["n"] == 1


def test_the_graph_around_a_campaign_and_around_a_thing(filled: Store) -> None:
    made = graph_of(filled, VertexKind.CAMPAIGN, "C-0000000000000001")
    assert made
    by_id = {each.id: each for each in made.vertices}
    assert made.vertices[0].id == made.start == "campaign:C-0000000000000001"
    assert {each.name[-1] for each in made.vertices if each.kind is VertexKind.CAMPAIGN} >= {"1", "2", "4"}
    assert by_id["domain:one.example"].campaigns == 2
    assert by_id["account:GB82WEST12345698765432"].telling == 0.95
    shared = {edge.target for edge in made.edges if edge.is_shared}
    assert {"domain:one.example", "account:GB82WEST12345698765432"} <= shared
    (cluster,) = made.clusters
    assert {name[-1] for name in cluster.campaigns} >= {"1", "2", "4"}
    around = graph_of(filled, VertexKind.NUMBER, "+12025550101")
    assert around
    assert around.start == "number:+12025550101"
    assert {edge.source[-1] for edge in around.edges if edge.target == around.start} == {"2", "3"}
    assert graph_of(filled, VertexKind.DOMAIN, "nothing.example") is None
    assert graph_of(filled, VertexKind.CAMPAIGN, "C-00000000000000ff") is None


def test_an_address_and_a_gateway_are_things_that_lead_on(store: Store, make_report: Make) -> None:
    way = (
        Waypoint(WaypointKind.OPERATOR, "Alpha", "GB", 0.5),
        Waypoint(WaypointKind.SERVICE, "Bulk Ltd", "", 0.75),
        Waypoint(WaypointKind.COUNTRY, "GB", "GB", 0.9),
    )
    store.insert([make_report(1, campaign=1, waypoints=way), make_report(2, campaign=2, waypoints=way)], "batch")
    around = graph_of(store, VertexKind.ADDRESS, "192.0.2.7")
    assert around
    assert around.start == "address:192.0.2.7"
    start = around.vertices[0]
    assert (start.campaigns, start.note, start.telling) == (2, "AS64500 Alpha", 0.35)
    made = graph_of(store, VertexKind.CAMPAIGN, "C-0000000000000001")
    assert made
    (stated,) = [each for each in made.edges if each.source == "address:192.0.2.7"]
    assert (stated.target, stated.kind, stated.known_by) == ("network:AS64500", "stated", "network")
    (led,) = [each for each in made.edges if each.target == "address:192.0.2.7" and each.source.endswith("1")]
    assert (led.kind, led.reports) == ("sent_from", 1)
    gateway = graph_of(store, VertexKind.GATEWAY, "Bulk Ltd")
    assert gateway
    assert gateway.vertices[0].campaigns == 2


def test_what_the_newest_reports_name_and_came_from(filled: Store) -> None:
    assert graph.recent(filled, 0, is_account=True) == ["GB82WEST12345698765432"]
    assert graph.recent(filled, 0, is_account=False) == ["+12025550101"]
    assert graph.recent(filled, 1, is_account=True) == []
