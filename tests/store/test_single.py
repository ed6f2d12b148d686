"""One campaign's row and days, read at once, are what lists and days alone tell of it."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from tests.store.conftest import report, verdict

from spamatlas.model import Channel, Link
from spamatlas.store import Store, campaigns, members
from spamatlas.store.revision import revise
from spamatlas.store.rows import Block
from spamatlas.store.single import FIGURES, single

ALONE, PART, OLD = 7, 8, 9


def scattered(number: int, now: datetime, chance: Random) -> Block:
    host = chance.choice(["parcel.example", "Zoll.example", "ärzte.example"])
    campaign = chance.choice([ALONE, ALONE, PART, OLD])
    return report(
        number,
        campaign=campaign,
        size=number,
        received_at=now - timedelta(minutes=chance.randrange(5 * 24 * 60), days=30 * (campaign == OLD)),
        reporter=f"+33600000{chance.randrange(40):03}",
        channel=chance.choice([Channel.SMS, Channel.IM]),
        links=(Link(f"https://{host}/", host, host),),
    )


@pytest.fixture
def filled(store: Store) -> Store:
    chance, now = Random(52), datetime.now(UTC)
    store.insert([scattered(number, now, chance) for number in range(1, 201)], "batch")
    store.insert_lines("campaign_alias", [b'{"campaign": 8, "known_as": 7, "revision": 1}'], "merge")
    revise(store, {200: verdict(spam=0.1), 199: verdict(spam=0.2), 100: verdict(spam=0.3)}, "corrections")
    return store


def row_of(store: Store, number: int) -> dict[str, Any]:
    values = {"now": datetime.now(UTC), "sample": 0}
    (row,) = campaigns.read(store, campaigns.few(store, values, [number]), {*FIGURES, "recent"})
    return row


@pytest.mark.parametrize(("number", "parts"), [(ALONE, [ALONE, PART]), (OLD, [OLD])])
def test_row_and_days_are_those_that_are_read_apart(filled: Store, number: int, parts: list[int]) -> None:
    found = single(filled, number, 0)
    assert found
    assert found.row == row_of(filled, number)
    days = members.days(filled, parts)
    assert [{**row, "languages": sorted(row["languages"])} for row in found.days] == [
        {**row, "languages": sorted(row["languages"])} for row in days
    ]
    assert sum(row["reports"] for row in days) == found.row["size"] > 20
    assert bool(found.row["last_day"] and found.row["day_before"]) is (number == ALONE)


def test_what_has_no_report_is_none(filled: Store) -> None:
    assert single(filled, 99, 0) is None
    assert single(filled, ALONE, 1) is None
    assert campaigns.listed(filled, {"campaign": "C-0000000000000063"}) == []


def test_several_parts_of_a_page_read_once_until_something_is_stored(
    filled: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, query = [], filled.query
    monkeypatch.setattr(filled, "query", lambda sql, *rest, **named: asked.append(sql) or query(sql, *rest, **named))
    assert single(filled, OLD, 0) is single(filled, OLD, 0)
    assert len(asked) == 1  # nothing of it is recent, so its hours are not asked for
    before = single(filled, ALONE, 0)
    assert len(asked) == 3
    filled.insert([report(201, campaign=ALONE, size=201, received_at=datetime.now(UTC))], "one more")
    after = single(filled, ALONE, 0)
    assert before and after
    assert after.row["size"] == before.row["size"] + 1
