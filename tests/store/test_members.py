"""What the reports of a campaign are over its whole life, and what two have in common."""

from collections.abc import Iterator
from datetime import UTC, date, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.store.conftest import NOON, report

from spamatlas.model import Channel, Link, Party, PartyKind, Signature, campaign_name
from spamatlas.settings import Settings
from spamatlas.store import Store, members
from spamatlas.store.contrast import contrast, signatures, values
from spamatlas.store.rows import Block

DAY = timedelta(days=1)


def told(number: int, campaign: int, words: int, day: int, host: str = "parcel.example", **changes: Any) -> Block:
    """A report whose wording is ``words``, so many days after the first."""
    links = (Link(f"https://{host}/me", host, host),)
    signature = Signature(words, b"", ("link:parcel.example",))
    when = NOON + day * DAY
    return report(number, campaign=campaign, size=number, received_at=when, links=links, signature=signature, **changes)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = Store.open(Settings(data=Path(tmp_path_factory.mktemp("node"))))
    rows = [
        told(1, 7, 100, 0),
        told(2, 7, 100, 0),
        told(3, 7, 200, 1),
        told(4, 8, 100, 5, "second.example", channel=Channel.IM),
        told(5, 7, 0, 6, "second.example", sender=Party(PartyKind.PHONE, "+447700900123")),
        told(6, 9, 200, 3, "second.example"),
        told(7, 9, 300, 4, "third.example"),
    ]
    store.insert(rows, "batch")
    store.insert_lines("campaign_alias", [b'{"campaign": 8, "known_as": 7, "revision": 1}'], "merge")
    yield store
    store.close()


def test_days_and_weeks_count_what_became_part_of_it(store: Store) -> None:
    parts = members.parts(store, campaign_name(7))
    assert sorted(parts) == [7, 8]
    found = [(row["day"], row["reports"], row["reporters"]) for row in members.days(store, parts)]
    first = date(2026, 3, 1)
    assert found == [(first, 2, 2), (first + DAY, 1, 1), (first + 5 * DAY, 1, 1), (first + 6 * DAY, 1, 1)]
    assert {language for row in members.days(store, parts) for language in row["languages"]} == {"en"}
    assert members.weeks(store, parts, NOON + 6 * DAY) == (5, 0)
    assert members.weeks(store, parts, NOON + 8 * DAY) == (2, 3)
    assert members.days(store, [99]) == []
    with pytest.raises(ValueError, match="no campaign's name"):
        members.parts(store, "nobody")


def test_wordings_are_told_over_the_whole_life(store: Store) -> None:
    found = members.wordings(store, [7, 8])
    assert [(row["fingerprint"], row["reports"], row["newest"]) for row in found] == [(100, 3, 4), (200, 1, 3)]
    assert found[0]["days"] == [(date(2026, 3, 1), 2), (date(2026, 3, 6), 1)]
    assert (found[0]["wordings"], found[0]["reports_in_words"]) == (2, 4), "one has too few words"
    assert [row["wordings"] for row in members.wordings(store, [7, 8], most=1)] == [2]
    assert members.wordings(store, [99]) == []


def test_spread_counts_reports_reporters_and_time(store: Store) -> None:
    found = members.spread(store, [7, 8])
    hosts = [(row["value"], row["reports"], row["reporters"]) for row in found["hosts"]]
    assert hosts == [("parcel.example", 3, 3), ("second.example", 2, 2)]
    assert found["hosts"][1]["first_seen"].replace(tzinfo=UTC) == NOON + 5 * DAY
    assert [row["value"] for row in found["operators"]] == ["64500\tAlpha"]
    assert [(row["value"], row["reports"]) for row in found["channels"]] == [("sms", 4), ("im", 1)]
    assert found["numbers"] == found["routes"] == []
    assert set(found) == {*members.HEADINGS}


def test_two_campaigns_have_in_common_and_not(store: Store) -> None:
    found = contrast(values(store, [7, 8]), values(store, [9]))
    hosts = found["hosts"]
    assert (hosts.in_first, hosts.in_second, hosts.in_both) == (2, 2, 1)
    assert (hosts.both, hosts.first, hosts.second) == (
        (("second.example", 2, 1),), (("parcel.example", 3, 0),), (("third.example", 0, 1),),
    )  # fmt: skip
    assert found["wordings"].both == (("200", 1, 1),)
    assert found["channels"].in_both == 1
    mirrored = contrast(values(store, [9]), values(store, [7, 8]))["hosts"]
    assert (mirrored.first, mirrored.both) == ((("third.example", 1, 0),), (("second.example", 1, 2),))


def test_signatures_come_in_the_order_asked(store: Store) -> None:
    found = signatures(store, [3, 99, 1])
    assert [each.fingerprint for each in found] == [200, 0, 100]
    assert found[0].anchors == ("link:parcel.example",)


def test_an_erasure_leaves_nothing_of_people(store: Store) -> None:
    (name,) = members.ids(store, [5]).values()
    assert "+447700900123" in {row["value"] for row in members.spread(store, [7])["senders"]}
    store.erase([name])
    assert "+447700900123" not in {row["value"] for row in members.spread(store, [7])["senders"]}
    assert sum(row["reports"] for row in members.days(store, [7])) == 4


def test_wordings_of_a_huge_campaign_are_told_of_its_newest(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(members, "WORDED", 2)
    assert [(row["fingerprint"], row["reports"]) for row in members.wordings(store, [7, 8])] == [(200, 1), (100, 1)]


def test_the_newest_are_looked_at(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(members, "MEMBERS", 1)
    assert [row["value"] for row in members.spread(store, [7])["hosts"]] == ["second.example"]
