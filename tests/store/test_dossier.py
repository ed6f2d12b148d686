from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.store.conftest import report, verdict

from spamatlas.model import Assignment, Likeness, Waypoint, WaypointKind
from spamatlas.settings import Settings
from spamatlas.store import Store, dossier
from spamatlas.store.newest import newest
from spamatlas.store.revision import revise

FOUND = {
    1: (7, ()),
    2: (7, (Likeness("near_copy", 0.6), Likeness("shared_link", 1.0))),
    3: (8, ()),
    4: (7, (Likeness("near_copy", 0.8, "2 campaigns found to be one"),)),
    5: (9, (Likeness("shared_file", 1.0),)),
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = Store.open(Settings(data=Path(tmp_path_factory.mktemp("node"))))
    rows = [
        report(number, assignment=Assignment(campaign=campaign, size=number, likenesses=likenesses))
        for number, (campaign, likenesses) in FOUND.items()
    ]
    store.insert(rows, "batch")
    store.insert_lines("campaign_alias", [b'{"campaign": 8, "known_as": 7, "revision": 1}'], "merge")
    yield store
    store.close()


def test_ties_say_by_what_a_campaigns_reports_were_put_into_it(store: Store) -> None:
    expected = [
        {"value": "near_copy", "reports": 2, "alike": pytest.approx(0.7), "joined": 1},
        {"value": "shared_link", "reports": 1, "alike": 1.0, "joined": 0},
    ]
    assert dossier.ties(newest(store, [7, 8])) == expected
    assert dossier.ties(newest(store, [99])) == []


def test_a_judgement_that_was_revised_ties_once(store: Store) -> None:
    before = dossier.ties(newest(store, [7, 8]))
    revise(store, {2: verdict(spam=0.1)}, "corrections")
    assert dossier.ties(newest(store, [7, 8])) == before


def test_edges_say_by_which_places_a_campaigns_reports_came(store: Store) -> None:
    gateway, end = Waypoint(WaypointKind.GATEWAY, "+33600", "FR", 0.8), Waypoint(WaypointKind.COUNTRY, "GB", "GB", 0.9)
    far = Waypoint(WaypointKind.NETWORK, "64500 Alpha", "BR", 0.6)
    odd = Waypoint(WaypointKind.NETWORK, "64501\tTab", "BR", 0.6)
    ways = {21: (far, gateway, end), 22: (gateway, end), 23: (), 24: (far, end), 25: (odd, odd)}
    store.insert([report(number, campaign=20, waypoints=way) for number, way in ways.items()], "ways")
    found = dossier.edges(newest(store, [20]))
    assert [(each["source"][1], each["target"][1], each["reports"], each["reporters"]) for each in found] == [
        ("+33600", "GB", 2, 2),
        ("64500 Alpha", "GB", 1, 1),
        ("64500 Alpha", "+33600", 1, 1),
        ("64501 Tab", "64501 Tab", 1, 1),
    ]
    assert found[0]["certainty"] == pytest.approx(0.8)
    assert dossier.edges(newest(store, [99])) == []
    store.command("ALTER TABLE campaign_member UPDATE edges = ['?'] WHERE campaign = 20 SETTINGS mutations_sync = 2")
    store.changes.everything()
    assert dossier.edges(newest(store, [20])) == found  # as of reports that were filed before edges stood there
    store.erase([row["id"] for row in store.query("SELECT toString(id) AS id FROM report WHERE campaign = 20")])
    assert dossier.edges(newest(store, [20])) == []
    sql = "SELECT cell, sum(reports) AS n FROM tally WHERE dimension = 'edge' AND grain = 'day' GROUP BY cell"
    assert {row["cell"]: row["n"] for row in store.query(sql)}["gateway\t+33600\tFR\tcountry\tGB\tGB\t8"] == 2
