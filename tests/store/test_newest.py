"""The newest reports of a campaign are read once for a page, and are what its parts would read alone."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.store.conftest import report, verdict

from spamatlas.model import Signature, Waypoint, WaypointKind, campaign_name
from spamatlas.store import Store
from spamatlas.store import newest as room
from spamatlas.store.newest import SHOWN, newest
from spamatlas.store.revision import revise
from spamatlas.store.search import Part, newest_of, search

Make = Callable[..., Any]


def listed(store: Store, campaign: int) -> list[dict[str, Any]]:
    return search(store, [("campaign", campaign_name(campaign))], Part(limit=SHOWN)).rows


def test_the_list_is_the_one_that_a_search_gives(store: Store) -> None:
    store.insert([report(number, campaign=7 + number % 2) for number in range(1, 61)], "batch")
    store.insert_lines("campaign_alias", [b'{"campaign": 8, "known_as": 7, "revision": 1}'], "merge")
    revise(store, {59: verdict(spam=0.1)}, "corrections")
    found = newest_of(store, [7, 8])
    assert found == listed(store, 7)
    assert [row["sequence"] for row in found] == [*range(60, 60 - SHOWN, -1)]
    assert newest_of(store, [99]) == []


def test_reports_without_a_judgement_are_listed_too(store: Store) -> None:
    store.insert([report(number, campaign=7) for number in (1, 2)], "batch")
    store.command("ALTER TABLE judgement DELETE WHERE sequence = 1 SETTINGS mutations_sync = 2")
    assert newest_of(store, [7]) == listed(store, 7)
    assert [row["ruling"] for row in newest_of(store, [7])] == ["spam", ""]


def test_several_parts_of_a_page_read_once_until_something_is_stored(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.insert([report(1, campaign=7)], "one")
    asked, query = [], store.query
    monkeypatch.setattr(store, "query", lambda sql, *rest: asked.append(sql) or query(sql, *rest))
    assert newest(store, [7]) is newest(store, [7])
    assert len(asked) == 3
    store.insert([report(2, campaign=7)], "two")
    assert [row["sequence"] for row in newest(store, [7]).members] == [2, 1]


def test_wordings_are_told_where_all_reports_were_read(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "READ", 3)
    monkeypatch.setattr(room, "SHOWN", 1)
    store.insert([report(1, campaign=7, signature=Signature(5)), report(2, campaign=7, signature=Signature(0))], "few")
    found = newest(store, [7])
    assert found.wordings is not None
    assert [row["fingerprint"] for row in found.wordings] == [5]
    assert (sorted(found.judged), sorted(found.facts)) == ([2], [1, 2]), "the newest of each wording has its facts too"
    store.insert([report(3, campaign=7)], "more")
    assert newest(store, [7]).wordings is None


def test_nothing_that_was_read_outlives_an_erasure(store: Store) -> None:
    way = (Waypoint(WaypointKind.GATEWAY, "+33600", "FR", 0.8), Waypoint(WaypointKind.COUNTRY, "GB", "GB", 0.9))
    store.insert([report(1, campaign=7, waypoints=way)], "one")
    (row,) = newest(store, [7]).members
    assert newest(store, [7]).ways == {1: ["gateway\t+33600\tFR\tcountry\tGB\tGB\t8"]}
    assert row["sender"] == "mallory@sender.example"
    store.erase([newest(store, [7]).facts[1]["id"]])
    found = newest(store, [7])
    assert found.members[0]["sender"] == ""
    assert (found.judged[1]["assignment"], found.facts[1]["erased"], found.ways[1]) == ('{"campaign":7}', 1, [])
