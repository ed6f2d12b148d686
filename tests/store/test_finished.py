"""Sums of days that are over give what reading every day gives, whatever is stored in between."""

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from tests.store.conftest import report
from tests.store.test_campaigns import HAM

from spamatlas.model import Channel, Link
from spamatlas.settings import Settings
from spamatlas.statistics import catalogue, run
from spamatlas.store import Store, finished
from spamatlas.store.finished import Finished
from spamatlas.store.revision import revise

NAMES = [name for name, each in catalogue().items() if finished.MARK.search(each.sql)]
ASKED: list[dict[str, Any]] = [
    {"since": "6d", "min_reporters": 2},
    {"since": "6d", "until": "2d", "channel": "sms"},
    {"since": "26h"},
]


def rows(first: int, ages: list[float]) -> list[bytes]:
    dice, now = random.Random(first), datetime.now(UTC)
    return [
        report(number, received_at=now - timedelta(days=age), channel=dice.choice([Channel.SMS, Channel.EMAIL]))
        for number, age in enumerate(ages, first)
    ]


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finished, "AGAIN_SECONDS", 0.0)
    monkeypatch.setattr(finished, "LATE_SECONDS", 0.0)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    found = Store.open(Settings(data=tmp_path))
    dice = random.Random(3)
    found.insert(rows(1, [dice.uniform(0, 8) for _ in range(200)]), "first")
    yield found
    found.close()


def same(store: Store, kept: Finished, names: Sequence[str] = ("routes", "campaigns")) -> None:
    for name, asked in product(names, ASKED):
        plain, added = run(store.query, name, asked), run(kept.query, name, asked)
        assert plain.reports
        assert (added.rows, added.reports, added.reporters) == (plain.rows, plain.reports, plain.reporters), name


def test_sums_follow_what_is_stored(store: Store) -> None:
    kept = Finished(store)
    same(store, kept, NAMES)
    store.insert(rows(1001, [0.0, 0.0]), "now")
    store.insert(rows(2001, [0.0, 3.0]), "late")
    same(store, kept, NAMES)
    revise(store, dict.fromkeys(range(1, 20), HAM), "correction")
    same(store, kept, ["categories", "verdicts", "routes"])


def test_sums_hold_while_only_today_grows(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    kept, made = Finished(store), []
    command = store.command
    monkeypatch.setattr(store, "command", lambda sql, *rest: made.append(sql) or command(sql, *rest))
    same(store, kept)
    before = len(made)
    assert before
    store.insert(rows(1001, [0.0]), "now")
    same(store, kept)
    assert len(made) == before


def test_sums_are_not_made_for_who_asks_once_or_while_older_reports_come(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finished, "AGAIN_SECONDS", 3600.0)
    kept = Finished(store)
    same(store, kept)
    left = "SELECT count() AS n FROM system.tables WHERE startsWith(name, 'finished_')"
    assert store.query(left) == [{"n": 0}]
    monkeypatch.setattr(finished, "AGAIN_SECONDS", 0.0)
    monkeypatch.setattr(finished, "LATE_SECONDS", 3600.0)
    kept = Finished(store)
    same(store, kept)
    store.insert(rows(2001, [5.0]), "late")
    same(store, kept)
    assert store.query(left) == [{"n": 0}]


def test_sums_are_let_go_and_made_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finished, "MOST_BYTES", 6000)
    kept = Finished(store)
    same(store, kept)
    same(store, kept)
    left = store.query("SELECT count() AS n FROM system.tables WHERE startsWith(name, 'finished_')")[0]["n"]
    assert left <= 3


def test_sums_that_are_gone_are_read_from_the_days(store: Store) -> None:
    kept = Finished(store)
    same(store, kept)
    for row in store.query("SELECT name FROM system.tables WHERE startsWith(name, 'finished_')"):
        store.command(f"DROP TABLE {row['name']}")
    same(store, kept)


def test_domains_are_right_where_few_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However few: what is kept either holds all that is shown, or everything is read."""
    store, dice, now = Store.open(Settings(data=tmp_path)), random.Random(5), datetime.now(UTC)
    found = []
    for number in range(1, 900):
        domain = f"d{min(dice.randrange(40), dice.randrange(40))}.example"
        link = Link(f"https://{domain}/", domain, domain)
        found.append(report(number, received_at=now - timedelta(days=dice.uniform(0, 9)), links=(link,)))
    store.insert(found[:600], "first")
    for most in (1, 12, 100):
        monkeypatch.setattr(finished, "LINKED", most)
        kept = Finished(store)
        for place in (600, 640):
            for name, limit in product(("link_domains", "rising_domains"), ("2", "50")):
                asked = {"since": "4d", "limit": limit}
                assert run(kept.query, name, asked).rows == run(store.query, name, asked).rows, (name, most, limit)
            store.insert(found[place + most : place + 20 + most], f"more-{most}-{place}")
    store.close()


def test_what_an_earlier_process_left_is_cleared(tmp_path: Path) -> None:
    for _ in range(2):
        found = Store.open(Settings(data=tmp_path))
        found.insert(rows(1, [0.5, 2.5, 3.5]), "batch")
        same(found, Finished(found))
        found.close()
