"""Lists of campaigns equal what a plain count over the reports gives, in every order and however narrowed."""

import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.store.conftest import report, verdict

from spamatlas.model import Category, Channel, Ruling, campaign_name
from spamatlas.settings import Settings
from spamatlas.store import Store, campaigns
from spamatlas.store.revision import revise

CAMPAIGNS = 90
INTO = {5: 1, 6: 1, 17: 2, 80: 3, 88: 60}
"""Campaigns that became part of others."""
HAM = verdict(ruling=Ruling.HAM, category=Category.NOT_SPAM)


def made() -> list[dict[str, Any]]:
    """Reports of campaigns of many sizes over ten days, some of them a moment ago, in the order of the log."""
    dice, now = random.Random(7), datetime.now(UTC)
    found: list[dict[str, Any]] = [
        {
            "campaign": campaign,
            "size": place + 1,
            "received_at": now - timedelta(hours=dice.randrange(1, 240), minutes=dice.randrange(60)),
            "channel": dice.choice([Channel.SMS, Channel.EMAIL]) if campaign % 4 else Channel.VOICE,
            "is_ham": campaign % 3 == 0,
        }
        for campaign in range(1, CAMPAIGNS + 1)
        for place in range(max(1, 130 // campaign - dice.randrange(3)))
    ]
    return sorted(found, key=lambda each: each["received_at"])


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, list[dict[str, Any]]]]:
    store = Store.open(Settings(data=Path(tmp_path_factory.mktemp("node"))))
    reports = made()
    rows = [
        report(
            number,
            campaign=each["campaign"],
            size=each["size"],
            received_at=each["received_at"],
            channel=each["channel"],
            judged=HAM if each["is_ham"] else None,
        )
        for number, each in enumerate(reports, 1)
    ]
    for place in range(0, len(rows), 100):
        store.insert(rows[place : place + 100], f"batch-{place}")
    aliases = [
        f'{{"campaign": {one}, "known_as": {home}, "revision": {place}}}'.encode()
        for place, (one, home) in enumerate(INTO.items(), 1)
    ]
    store.insert_lines("campaign_alias", aliases, "merge")
    last = {each["campaign"]: number for number, each in enumerate(reports, 1)}
    revise(store, {last[7]: HAM, last[9]: verdict()}, "corrections")
    reports[last[7] - 1]["revised"] = reports[last[9] - 1]["revised"] = True
    yield store, reports
    store.close()


def counted(reports: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Each campaign's sums, by its name, from the reports one by one."""
    members: dict[int, list[tuple[int, dict[str, Any]]]] = defaultdict(list)
    for number, each in enumerate(reports, 1):
        members[INTO.get(each["campaign"], each["campaign"])].append((number, each))
    # Whole hours are counted, as the tables do.
    edge = [datetime.now(UTC) - timedelta(hours=hours) for hours in (24, 48)]
    found = {}
    for home, those in members.items():
        hours = [each["received_at"].replace(minute=0, second=0, microsecond=0) for _, each in those]
        newest = max(those, key=lambda each: (bool(each[1].get("revised")), each[0]))[1]
        found[campaign_name(home)] = {
            "size": len(those),
            "reporters": len({number % 3 for number, _ in those}),
            "first_seen": min(each["received_at"] for _, each in those).replace(microsecond=0),
            "last_seen": max(each["received_at"] for _, each in those).replace(microsecond=0),
            "channels": sorted({each["channel"].value for _, each in those}),
            "ruling": "ham" if newest["is_ham"] != bool(newest.get("revised")) else "spam",
            "last_day": sum(hour >= edge[0] for hour in hours),
            "day_before": sum(edge[1] <= hour < edge[0] for hour in hours),
        }
    return found


def seen(row: dict[str, Any]) -> dict[str, Any]:
    names = ("size", "reporters", "channels", "ruling", "last_day", "day_before")
    return {name: row[name] for name in names} | {
        name: row[name].replace(microsecond=0) for name in ("first_seen", "last_seen")
    }


@pytest.mark.parametrize("order", campaigns.ORDERS)
@pytest.mark.parametrize(
    "filters", [{}, {"ruling": "ham"}, {"channel": "voice"}, {"ruling": "spam", "channel": "email"}], ids=str
)
@pytest.mark.parametrize("limit", [5, 0])
def test_a_list_equals_a_count_over_the_reports(
    filled: tuple[Store, list[dict[str, Any]]], order: str, filters: dict[str, str], limit: int
) -> None:
    store, reports = filled
    truth = counted(reports)
    wanted = {
        name: row
        for name, row in truth.items()
        if filters.get("ruling", row["ruling"]) == row["ruling"]
        and ("channel" not in filters or filters["channel"] in row["channels"])
    }
    rows = campaigns.listed(store, filters, limit, order=order)
    assert {row["campaign"]: seen(row) for row in rows} == {row["campaign"]: wanted[row["campaign"]] for row in rows}, (
        "a figure is not what the reports add up to"
    )
    key = campaigns.ORDERS[order].key
    best = sorted((key(row) for row in wanted.values()), reverse=True)[: limit or None]
    assert [key({**seen(row)}) for row in rows] == best


def test_few_are_read_where_few_are_shown(
    filled: tuple[Store, list[dict[str, Any]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    store, _ = filled
    asked: list[str] = []
    query: Callable[..., Any] = store.query
    monkeypatch.setattr(store, "query", lambda sql, *rest, **more: asked.append(sql) or query(sql, *rest, **more))
    campaigns.listed(store, {"ruling": "spam"}, 5)
    assert not any("LEFT JOIN campaign_home AS home ON home.campaign = counted" in sql for sql in asked)
    chosen, whole = (sql for sql in asked if "FROM campaign_day" in sql)
    assert "cell.domains" not in chosen
    assert "cell.domains" in whole
