"""A long time read as long cells gives what its days and hours give, whatever is stored in between."""

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from tests.store.conftest import report, verdict

from spamatlas.model import Category, Channel, Link, Lure, Ruling, Waypoint, WaypointKind
from spamatlas.settings import Settings
from spamatlas.statistics import catalogue, run
from spamatlas.statistics.pieces import COARSE, PIECES, edges
from spamatlas.store import Store
from spamatlas.store.revision import revise

START = datetime(2026, 3, 1, tzinfo=UTC)
DAYS = 40
HAM = verdict(ruling=Ruling.HAM, category=Category.NOT_SPAM, lure=Lure.NONE)
TIMES = [("2026-03-02", "2026-04-08"), ("2026-03-17", "2026-03-31"), ("2026-03-20T05:00", "2026-03-22T19:00")]
WAYS = [
    tuple(Waypoint(WaypointKind.NETWORK, f"{64500 + number} Net", "GB", sure / 10) for number in way)
    for way, sure in (((1, 2), 9), ((1, 2), 4), ((2, 3), 9), ((1, 2, 3), 7))
]
CUT: list[dict[str, Any]] = [{}, {"channel": "sms", "min_reporters": 2}]


def rows(first: int, days: Sequence[float]) -> list[bytes]:
    dice = random.Random(first)
    found = []
    for number, day in enumerate(days, first):
        domain = f"d{min(dice.randrange(9), dice.randrange(9))}.example"
        found.append(
            report(
                number,
                campaign=dice.randrange(9),
                size=2,
                received_at=START + timedelta(days=day),
                channel=dice.choice([Channel.SMS, Channel.EMAIL]),
                links=(Link(f"https://{domain}/", domain, domain),),
                waypoints=dice.choice(WAYS),
            )
        )
    return found


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store, dice = Store.open(Settings(data=tmp_path_factory.mktemp("filled"))), random.Random(7)
    store.insert(rows(1, [dice.uniform(0, DAYS) for _ in range(300)]), "first")
    store.insert(rows(1001, [DAYS - 0.01] * 3), "now")
    store.insert(rows(2001, [4.2, 17.3, 21.5]), "late")
    revise(store, dict.fromkeys(range(1, 60), HAM), "correction")
    yield store
    store.close()


def by_short_cells(store: Store) -> Any:
    """The store's answers to the same questions, without any long cell."""

    def query(sql: str, values: Mapping[str, Any]) -> list[dict[str, Any]]:
        values = dict(values)
        for name, start in (("inner_since", "since"), ("inner_until", "since")):
            values |= {name: values[start]} if start in values else {}
        for name in ("inner_before", "outer_before"):
            values |= {name: values["before"]} if "before" in values else {}
        return store.query(sql, values)

    return query


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_long_cells_count_what_short_ones_do(filled: Store, name: str) -> None:
    for (since, until), cut in product(TIMES, CUT):
        asked = {"since": since, "until": until, "country": "GB" if name.endswith("country") else "", **cut}
        long, short = run(filled.query, name, asked), run(by_short_cells(filled), name, asked)
        assert short.reports
        assert short.rows or name not in ("route_edges", "places_on_the_way")
        assert (long.rows, long.reports, long.reporters) == (short.rows, short.reports, short.reporters), asked


def test_every_cell_of_a_time_is_in_exactly_one_place() -> None:
    for bucket, shift, many in product(COARSE, range(7), range(1, 20)):
        step = timedelta(**{f"{bucket}s": 1})
        since = START + shift * step
        until = since + many * step
        found: dict[str, Any] = {"since": since, "until": until, **edges(since, until, bucket)}
        length = COARSE[bucket][1]
        for first, last, inner, outer in (
            (since, until, found["inner_since"], found["inner_until"]),
            (found["before"], since, found["inner_before"], found["outer_before"]),
        ):
            assert first <= inner <= outer <= last
            assert (outer - inner) % length == timedelta()
            assert inner == outer or inner.timestamp() % length.total_seconds() == 0
            assert outer - inner > last - first - 2 * length


def test_no_statistic_is_left_with_the_name_of_a_piece() -> None:
    assert not [name for name in PIECES if any(f"{{{name}}}" in each.sql for each in catalogue().values())]
