"""Who shares a thing: read of the newest, kept for a while where it is common, ready where it is in most graphs."""

import time
from collections.abc import Callable
from datetime import timedelta

import msgspec
import pytest
from tests.store.things import link, merge

from spamatlas.store import Store, common_things, graph, sharing

Make = Callable[..., bytes]


def test_who_shares_a_thing(filled: Store) -> None:
    keys = {name: graph.key_of(filled, name) for name in ("one.example", "+12025550101", "AS64500", "nothing")}
    found = sharing.sharing(filled, list(keys.values()), 0)
    assert set(found) == set(keys.values()) - {keys["nothing"]}
    number = found[keys["+12025550101"]]
    assert (number.campaigns, number.reports, number.among, number.is_sampled) == (2, 2, (2, 3), False)
    assert set(number.flags) == {"as_number", "as_sender"}
    assert found[keys["AS64500"]].campaigns == 4
    assert sharing.users(filled, keys["one.example"], 0, 9) == [1, 2]
    assert sharing.sharing(filled, list(keys.values()), 1) == {}


def test_only_the_newest_mentions_of_what_is_common_are_read(
    filled: Store, make_report: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled.insert([make_report(number, campaign=number, **link("hub.example")) for number in range(10, 50)], "hub")
    monkeypatch.setattr(sharing, "ROWS", 12)
    monkeypatch.setattr(sharing, "FEWEST_ROWS", 12)
    key = graph.key_of(filled, "hub.example")
    hub = sharing.sharing(filled, [key], 0)[key]
    assert hub.is_sampled
    assert hub.reports == 40
    assert 8 < hub.campaigns < 20
    assert min(sharing.users(filled, key, 0, 99)) > 30


def test_who_shares_what_is_common_is_kept_for_a_while(
    filled: Store, make_report: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(common_things, "COMMON", 4)
    key, rare = graph.key_of(filled, "AS64500"), graph.key_of(filled, "one.example")
    first = sharing.sharing(filled, [key, rare], 0)
    filled.insert([make_report(9, campaign=9, **link("one.example"))], "more")
    found = sharing.sharing(filled, [key, rare], 0)
    assert found[key] == first[key]
    assert found[rare].campaigns == first[rare].campaigns + 1
    merge(filled, 2, 1)
    assert sharing.sharing(filled, [key], 0)[key].among == tuple(each for each in first[key].among if each != 2)
    monkeypatch.setattr(common_things, "RENEWED", timedelta(0))
    sharing.renew_common(filled, 0)
    assert sharing.sharing(filled, [key], 0)[key].reports == first[key].reports + 1
    filled.changes.erased()
    filled.insert([make_report(10, campaign=9, **link("one.example"))], "yet more")
    assert sharing.sharing(filled, [key], 0)[key].reports == first[key].reports + 2, "nothing outlives an erasure"


def test_what_is_in_many_graphs_is_read_before_anybody_asks(filled: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(common_things, "COMMON", 4)
    for room in (sharing, common_things):
        monkeypatch.setattr(room, "AHEAD", 5)
    key, common = graph.key_of(filled, "AS64500"), filled.common_things
    assert common.known([key], 0, 1) == {}
    for _ in range(2):  # in a log that is shorter than what may have been stored in part
        sharing.renew_common(filled, 0)
    assert common.known([key], 0, 1)[key].reports == 5
    assert not common.wants_census(0)
    monkeypatch.setattr(common_things, "LATELY", timedelta(0))
    assert common.ageing(0) == {}
    monkeypatch.setattr(common_things, "STEADILY", timedelta(0))
    assert [key in keys for keys in common.ageing(0).values()] == [True], "however long ago anybody asked"


def test_what_nobody_mentioned_since_is_not_read_again(
    filled: Store, make_report: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(common_things, "COMMON", 5)
    for room in (sharing, common_things):
        monkeypatch.setattr(room, "AHEAD", 5)
    for host, first in (("hub.example", 10), ("quiet.example", 20)):
        filled.insert([make_report(number, campaign=number, **link(host)) for number in range(first, first + 9)], host)
    hub, quiet = (graph.key_of(filled, name) for name in ("hub.example", "quiet.example"))
    monkeypatch.setattr(common_things, "LATEST", 0)
    for _ in range(2):  # what is looked for was mentioned since the time before last
        sharing.renew_common(filled, 0)
    for span in ("STEADILY", "RENEWED"):
        monkeypatch.setattr(common_things, span, timedelta(seconds=0.2))
    time.sleep(0.3)
    before = filled.common_things.known([hub, quiet], 0, 1)
    filled.insert([make_report(29, campaign=29, **link("hub.example"))], "one more")
    sharing.renew_common(filled, 0)
    after = filled.common_things.known([hub, quiet], 0, 1)
    assert after[hub].reports == before[hub].reports + 1
    assert after[quiet].row is before[quiet].row
    assert after[quiet].as_of > before[quiet].as_of, "it is still true"
    filled.changes.erased()
    assert quiet not in filled.common_things.known([quiet], 0, 1)


def test_a_thing_that_nobody_mentioned_of_late_is_found(
    filled: Store, make_report: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled.insert([make_report(number, campaign=number, **link("old.example")) for number in range(10, 30)], "old")
    filled.insert([make_report(number, campaign=9) for number in range(1_000, 1_100)], "since then")
    monkeypatch.setattr(sharing, "ROWS", 4)
    monkeypatch.setattr(sharing, "FEWEST_ROWS", 4)
    key = graph.key_of(filled, "old.example")
    found = sharing.sharing(filled, [key], 0)[key]
    assert (found.reports, found.campaigns, found.is_sampled) == (20, 4, True)
    assert sharing.users(filled, key, 0, 9) == [26, 27, 28, 29]


def test_what_was_looked_at_less_closely_is_read_again(filled: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(common_things, "COMMON", 1)
    monkeypatch.setattr(sharing, "ROWS", 1)
    monkeypatch.setattr(sharing, "FEWEST_ROWS", 1)
    key = graph.key_of(filled, "AS64500")
    assert sharing.sharing(filled, [key], 0)[key].is_sampled
    monkeypatch.setattr(sharing, "ROWS", 99)
    assert not sharing.sharing(filled, [key], 0)[key].is_sampled


def test_what_is_not_vast_is_read_at_sight_until_it_is(
    filled: Store, make_report: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sharing, "VAST", 30)
    monkeypatch.setattr(common_things, "COMMON", 20)
    for room in (sharing, common_things):
        monkeypatch.setattr(room, "AHEAD", 24)
    names = ("one.example", "+12025550101", "AS64500", "hub.example")
    keys = {name: graph.key_of(filled, name) for name in names}
    filled.insert([make_report(number, campaign=number, **link("hub.example")) for number in range(10, 35)], "hub")
    counted_first = sharing.sharing(filled, list(keys.values()), 0)
    filled.changes.erased()
    sharing.renew_common(filled, 0)
    asked, query = [], filled.query
    monkeypatch.setattr(filled, "query", lambda sql, *rest: asked.append(sql) or query(sql, *rest))
    at_sight = sharing.sharing(filled, list(keys.values()), 0)
    assert [sql for sql in asked if "FROM mention" in sql] == [sharing._WHOLE]
    for key in keys.values():
        assert msgspec.structs.replace(at_sight[key], as_of=counted_first[key].as_of) == counted_first[key]
    filled.insert([make_report(number, campaign=9, **link("hub.example")) for number in range(40, 90)], "more")
    filled.changes.erased()
    assert sharing.sharing(filled, [keys["hub.example"]], 0)[keys["hub.example"]].reports == 75
    told = filled.common_things.mentions(keys.values(), 0)
    assert {name: told[key] for name, key in keys.items()} == {
        "one.example": 24,
        "+12025550101": 24,
        "AS64500": 30,  # as it was counted
        "hub.example": 75,
    }
