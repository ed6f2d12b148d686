"""Statistics that look for the few they show by short keys give what a plain count over the reports gives."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from msgspec import Struct
from tests.store.conftest import report, verdict

from spamatlas.model import Category, Link, Ruling, campaign_name
from spamatlas.settings import Settings
from spamatlas.statistics import run
from spamatlas.store import Store
from spamatlas.store.revision import revise

START = datetime(2026, 3, 1, tzinfo=UTC)
INTO = {12: 3, 13: 3, 30: 14, 31: 25}
"""Campaigns that became part of others: of old ones, of new ones, and an old one of a new one."""
HAM = verdict(ruling=Ruling.HAM, category=Category.NOT_SPAM)
WINDOWS = [
    ("2026-03-05", "2026-03-09", "day"),
    ("2026-03-02", "2026-03-10", "day"),
    ("2026-03-07T06:00", "2026-03-08T11:00", "hour"),
    ("2026-03-05T21:00", "2026-03-08T11:00", "hour"),
]
"""The second holds five days that are counted as one, from 3 to 8 March; the last, days that are."""


class Filed(Struct):
    """One report as a plain count sees it."""

    number: int
    at: datetime
    campaign: int
    domain: str
    size: int = 1

    @property
    def home(self) -> int:
        return INTO.get(self.campaign, self.campaign)

    @property
    def reporter(self) -> int:
        return self.number % 3


def _filed() -> list[Filed]:
    dice, found = random.Random(11), []
    for campaign in range(1, 41):
        # Every other campaign begins late, so that some are new in each window.
        first = dice.uniform(0, 3) if campaign % 2 else dice.uniform(3, 8)
        for _ in range(1 + dice.randrange(60) // campaign * 3):
            at = START + timedelta(days=dice.uniform(first, 9))
            found.append((at, campaign, f"d{min(dice.randrange(60), dice.randrange(60))}.example"))
    sizes: Counter[int] = Counter()
    filed = []
    for number, (at, campaign, domain) in enumerate(sorted(found), 1):
        sizes[campaign] += 1
        filed.append(Filed(number, at, campaign, domain, sizes[campaign]))
    return filed


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, list[Filed]]]:
    store, filed = Store.open(Settings(data=tmp_path_factory.mktemp("counted"))), _filed()
    rows = [
        report(
            each.number,
            campaign=each.campaign,
            size=each.size,
            received_at=each.at,
            links=(Link(f"https://{each.domain}/", each.domain, each.domain),),
        )
        for each in filed
    ]
    for place in range(0, len(rows), 40):
        store.insert(rows[place : place + 40], f"batch-{place}")
    aliases = [
        f'{{"campaign": {one}, "known_as": {home}, "revision": {place}}}'.encode()
        for place, (one, home) in enumerate(INTO.items(), 1)
    ]
    store.insert_lines("campaign_alias", aliases, "merge")
    revise(store, {filed[-1].number: HAM}, "correction")
    yield store, filed
    store.close()


def within(filed: Sequence[Filed], since: str, until: str) -> list[Filed]:
    first, end = (datetime.fromisoformat(each).replace(tzinfo=UTC) for each in (since, until))
    return [each for each in filed if first <= each.at < end]


def by_home(filed: Sequence[Filed]) -> dict[int, list[Filed]]:
    found = defaultdict(list)
    for each in filed:
        found[each.home].append(each)
    return found


def as_rows(groups: dict[int, list[Filed]]) -> dict[str, tuple[int, int, datetime, datetime]]:
    return {
        campaign_name(home): (
            len(those),
            len({each.reporter for each in those}),
            min(each.at for each in those).replace(microsecond=0),
            max(each.at for each in those).replace(microsecond=0),
        )
        for home, those in groups.items()
        if len(those) > 1
    }


def shown(rows: list[dict[str, Any]]) -> dict[str, tuple[int, int, datetime, datetime]]:
    times = ("first_seen", "last_seen")
    return {
        row["campaign"]: (row["reports"], row["reporters"], *(row[name].replace(microsecond=0) for name in times))
        for row in rows
    }


@pytest.mark.parametrize(("since", "until", "bucket"), WINDOWS)
def test_campaigns(counted: tuple[Store, list[Filed]], since: str, until: str, bucket: str) -> None:
    store, filed = counted
    table = run(store.query, "campaigns", {"since": since, "until": until, "limit": "40"})
    assert table.bucket == bucket
    assert shown(table.rows) == as_rows(by_home(within(filed, since, until)))
    few = run(store.query, "campaigns", {"since": since, "until": until, "limit": "3"})
    assert few.rows == table.rows[:3]


@pytest.mark.parametrize(("since", "until", "bucket"), WINDOWS)
def test_new_campaigns(counted: tuple[Store, list[Filed]], since: str, until: str, bucket: str) -> None:
    store, filed = counted
    table = run(store.query, "new_campaigns", {"since": since, "until": until, "limit": "40"})
    assert table.bucket == bucket
    start = datetime.fromisoformat(since).replace(tzinfo=UTC)
    before_end = by_home(within(filed, "2026-01-01", until))
    fresh = {home: those for home, those in before_end.items() if min(each.at for each in those) >= start}
    assert fresh
    assert shown(table.rows) == as_rows(fresh)


@pytest.mark.parametrize(("since", "until", "bucket"), WINDOWS)
@pytest.mark.parametrize("floor", [0, 3])
def test_domains(counted: tuple[Store, list[Filed]], since: str, until: str, bucket: str, floor: int) -> None:
    store, filed = counted
    asked = {"since": since, "until": until, "limit": "7", "min_reporters": floor}
    now = within(filed, since, until)
    sums = Counter(each.domain for each in now)
    people = {name: len({each.reporter for each in now if each.domain == name}) for name in sums}
    best = sorted(sums, key=lambda name: (-sums[name], name))[:7]
    table = run(store.query, "link_domains", asked)
    assert [(row["domain"], row["reports"], row["reporters"]) for row in table.rows] == [
        (name, sums[name], people[name]) for name in best if people[name] >= floor
    ]
    start, end = (datetime.fromisoformat(each).replace(tzinfo=UTC) for each in (since, until))
    earlier = within(filed, (start - (end - start)).replace(tzinfo=None).isoformat(), since)
    past = Counter(each.domain for each in earlier)
    seen = {name: len({each.reporter for each in earlier if each.domain == name}) for name in past}
    grown = {name: sums[name] - (past[name] if seen.get(name, 0) >= floor else 0) for name in sums}
    for row in run(store.query, "rising_domains", asked).rows:
        assert row["reports"] - row["before"] == grown[row["domain"]]
        assert (row["reports"], row["reporters"]) == (sums[row["domain"]], people[row["domain"]])


def test_what_was_usual(counted: tuple[Store, list[Filed]]) -> None:
    store, filed = counted
    table = run(store.query, "volume_usual", {"since": "2026-03-02", "until": "2026-03-10", "min_reporters": 1})
    days = Counter(each.at.date() for each in filed)
    for row in table.rows:
        day = row["time"].date()
        assert row["reports"] == days[day]
        weeks = 1 if day - timedelta(weeks=1) >= START.date() else 0
        assert (row["weeks"], row["usual"]) == (weeks, days[day - timedelta(weeks=1)] if weeks else 0)
    assert sum(row["weeks"] for row in table.rows) >= 2
