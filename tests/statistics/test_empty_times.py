"""Bounds that lie in an empty time are one look at a count, however many they are."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import combinations
from typing import Any

import msgspec
import numpy as np
import pytest
from tests.statistics.conftest import _hash

from spamatlas.settings import Settings
from spamatlas.statistics import Veil, run
from spamatlas.statistics.disclosure import HOUR
from spamatlas.store import Store

FIRST, FLOOR, CELLS = datetime(2026, 3, 1, tzinfo=UTC), 3, 80
DAYS = [FIRST + timedelta(days=day) for day in range(30)]
HOURS = [DAYS[10] + hour * HOUR for hour in range(24)]
OWN, OWN_END = FIRST + timedelta(days=20), FIRST + timedelta(days=20, hours=20)
KEYS = [f"key {number}".encode() for number in range(6)]
Query = Callable[[str, Mapping[str, Any]], Sequence[Mapping[str, Any]]]


def when(cell: int) -> tuple[datetime, datetime, datetime]:
    """When something came in a cell: two weeks of nothing in between, or half a day."""
    return (DAYS[0], DAYS[14], DAYS[28]) if cell % 2 else (HOURS[0], HOURS[11], HOURS[22])


def alone() -> list[int]:
    """How many reports stand alone in each cell, one or two; a dozen stand before and after."""
    dice = random.Random(6)
    return [dice.randint(1, 2) for _ in range(CELLS)]


def country(cell: int) -> str:
    return f"{chr(65 + cell // 26)}{chr(65 + cell % 26)}"


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Query]:
    """The store's answers; what was asked once is kept, for the keys of many nodes are tried on it."""
    store = Store.open(Settings(data=tmp_path_factory.mktemp("node")))
    lines: list[bytes] = []
    for cell, few in enumerate(alone()):
        for at, count in zip(when(cell), (12, few, 12), strict=True):
            lines += [_line(len(lines) + n, cell, at + timedelta(minutes=n)) for n in range(1, count + 1)]
        for at, count in ((OWN, 1), (OWN + 9 * HOUR, few)):
            lines += [_line(len(lines) + n, CELLS + cell, at + timedelta(minutes=n)) for n in range(1, count + 1)]
    store.insert_lines("incoming", lines, "seeds")
    kept: dict[str, Sequence[Mapping[str, Any]]] = {}

    def query(sql: str, values: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
        key = repr((sql, {**values, "now": None}))
        if key not in kept:
            kept[key] = store.query(sql, values)
        return kept[key]

    yield query
    store.close()


def _line(number: int, cell: int, at: datetime) -> bytes:
    facts = {"sequence": number, "campaign": number, "id": _hash(f"{number}", 32), "sample": 0, "volume": 1}
    facts |= {"received_at": int(at.timestamp() * 1000), "channel": "sms", "measuring_point": "reported"}
    facts |= {"reporter_key": int(_hash(f"who {number}", 16), 16), "reporter": str(number), "country": country(cell)}
    facts |= {"known_by": "network", "category": "phishing", "ruling": "spam", "revision": 0}
    return msgspec.json.encode({**facts, "language": "en", "unsolicited": "yes", "bulk": "yes"})


def shown(query: Query, key: bytes, name: str, bounds: Sequence[datetime]) -> list[tuple[datetime, datetime, str, int]]:
    """What is shown of each country in every time between two bounds that can show anything: others hold no dozen."""
    found = []
    for since, until in combinations(bounds, 2):
        if since != bounds[0] and until != bounds[-1]:
            continue
        table = run(query, name, {"since": since.isoformat(), "until": until.isoformat()}, Veil(FLOOR, key))
        found += [(since, until, row["country"], row["reports"]) for row in table.rows]
    return found


def told(query: Query) -> float:
    """How often somebody who asks for every time, and knows when something came, tells one report from two."""
    right = 0
    for key in KEYS:
        found = shown(query, key, "origins_by_country", DAYS) + shown(query, key, "origins_by_country", HOURS)
        for cell, few in enumerate(alone()):
            rows = [each for each in found if each[2] == country(cell)]
            counted = np.array([[since <= at < until for at in when(cell)] for since, until, *_ in rows], float)
            solved = np.linalg.lstsq(counted, np.array([each[3] for each in rows], float), rcond=None)[0]
            right += (1 if solved[1] < 1.5 else 2) == few
    return right / CELLS / len(KEYS)


def test_all_bounds_in_empty_times_tell_little_more_than_guessing(asked: Query) -> None:
    """Guessing is right in half; the mark leaves 22 in a hundred for the two looks that there are at one count."""
    assert told(asked) < 0.72


def test_bounds_in_one_empty_time_are_one_bound(asked: Query) -> None:
    """From the first dozen to any bound before the next report: one number by the hour, one by the day."""
    for bounds, first in ((DAYS[:15], 1), (HOURS[:12], 0)):
        places = {country(cell) for cell in range(first, CELLS, 2)}
        seen: dict[tuple[str, bool], set[int]] = {}
        for since, until, place, count in shown(asked, KEYS[0], "origins_by_country", bounds):
            if place in places and since == bounds[0]:
                seen.setdefault((place, until - since <= timedelta(days=3)), set()).add(count)
        assert {place for place, _ in seen} == places
        assert {len(counts) for counts in seen.values()} == {1}


def test_whether_a_row_is_shown_does_not_tell_how_many_stand_behind_it(asked: Query) -> None:
    """Somebody who filed one report just before, and asks for a time of theirs and what stands alone: were there two
    others, three people stand behind it.
    """
    right = 0
    for key in KEYS:
        rows = run(
            asked, "origins_by_country", {"since": OWN.isoformat(), "until": OWN_END.isoformat()}, Veil(FLOOR, key)
        )
        places = {row["country"] for row in rows.rows}
        right += sum((2 if country(CELLS + cell) in places else 1) == few for cell, few in enumerate(alone()))
    assert right / CELLS / len(KEYS) < 0.65


def test_rows_stand_in_the_order_of_what_is_shown(asked: Query) -> None:
    """In the order of what was counted, those of two would stand before those of one."""
    time = {"since": DAYS[0].isoformat(), "until": DAYS[15].isoformat()}
    rows = run(asked, "origins_by_country", time, Veil(FLOOR, KEYS[0])).rows
    assert [row["country"] for row in rows] == [
        row["country"] for row in sorted(rows, key=lambda row: (-row["reports"], row["country"]))
    ]
    assert len({row["reports"] for row in rows}) > 3
