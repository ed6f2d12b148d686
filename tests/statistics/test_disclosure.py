"""Somebody who asks everything that everybody may ask can't work out what few reported."""

import random
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import combinations, pairwise
from typing import Any

import msgspec
import numpy as np
import pytest
from tests.statistics.conftest import _hash

from spamatlas.model import Rejected
from spamatlas.pipeline.checking import crowd, too_few
from spamatlas.settings import Settings
from spamatlas.statistics import Table, Veil, run
from spamatlas.statistics.disclosure import Blur, complemented, veiled
from spamatlas.store import Store

FIRST, DAYS, FLOOR = datetime(2026, 3, 1, tzinfo=UTC), 10, 3
COUNTRIES, CHANNELS = ("FR", "GB", "KE", "US"), ("sms", "email")
VEIL = Veil(FLOOR, b"a key of the node's own")
Cell = tuple[str, str, int]
"""Country, channel, day."""
Ask = Callable[[str, Mapping[str, Any]], Table]


def reports() -> list[tuple[Cell, int]]:
    """Country, channel, day and reporter; most days of most countries have few."""
    dice = random.Random(52)
    rows = []
    for country, weight in zip(COUNTRIES, (9, 6, 2, 1), strict=True):
        for channel in CHANNELS:
            for day in range(DAYS):
                rows += [((country, channel, day), dice.randrange(400)) for _ in range(dice.randint(0, weight))]
    return rows


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = Store.open(Settings(data=tmp_path_factory.mktemp("node")))
    lines = []
    for number, ((country, channel, day), reporter) in enumerate(reports(), 1):
        at = FIRST + timedelta(days=day, hours=9, minutes=number % 50)
        facts = {"sequence": number, "campaign": number, "id": _hash(f"{number}", 32), "sample": 0, "volume": 1}
        facts |= {"received_at": int(at.timestamp() * 1000), "channel": channel, "measuring_point": "reported"}
        facts |= {"reporter_key": int(_hash(f"who {reporter}", 16), 16), "reporter": str(reporter)}
        facts |= {"country": country, "known_by": "network", "category": "phishing", "ruling": "spam", "revision": 0}
        lines.append(msgspec.json.encode({**facts, "language": "en", "unsolicited": "yes", "bulk": "yes"}))
    store.insert_lines("incoming", lines, "seeds")
    yield store
    store.close()


def attack(ask: Ask) -> dict[Cell, float]:
    """The reports of each cell, by least squares over every overlapping time, filter, breakdown and total."""
    cells = [(country, channel, day) for country in COUNTRIES for channel in CHANNELS for day in range(DAYS)]
    place = {cell: number for number, cell in enumerate(cells)}
    sums: list[tuple[list[int], int]] = []

    def learn(days: range, count: int, country: str = "", channel: str = "") -> None:
        within = [each for each in cells if each[2] in days and country in {"", each[0]} and channel in {"", each[1]}]
        sums.append(([place[each] for each in within], count))

    for first, last in combinations(range(DAYS + 1), 2):
        days = range(first, last)
        time = {
            "since": f"{FIRST + timedelta(days=first):%Y-%m-%d}",
            "until": f"{FIRST + timedelta(days=last):%Y-%m-%d}",
        }
        for channel in ("", *CHANNELS):
            found = ask("origins_by_country", {**time, "channel": channel})
            learn(days, found.reports, channel=channel)
            for row in found.rows:
                learn(days, row["reports"], row["country"], channel)
        for row in ask("reports", {**time, "by": "country,channel"}).rows:
            learn(days, row["reports"], row["country"], row["channel"])
    matrix = np.zeros((len(sums), len(cells)))
    for number, (within, _) in enumerate(sums):
        matrix[number, within] = 1
    solved = np.linalg.lstsq(matrix, np.array([count for _, count in sums], float), rcond=None)[0]
    return dict(zip(cells, solved.tolist(), strict=True))


def small() -> dict[Cell, int]:
    """The cells of at least one report and fewer reporters than the floor, with their reports."""
    counted: dict[Cell, list[int]] = {}
    for cell, reporter in reports():
        counted.setdefault(cell, []).append(reporter)
    return {cell: len(who) for cell, who in counted.items() if len(set(who)) < FLOOR}


def recovered(ask: Ask) -> float:
    """The share of small cells whose reports the attack tells exactly."""
    told, wanted = attack(ask), small()
    assert len(wanted) > 25
    return sum(round(told[cell]) == count for cell, count in wanted.items()) / len(wanted)


def test_leaving_small_cells_out_alone_protects_nothing(asked: Store) -> None:
    assert recovered(lambda name, asked_for: run(asked.query, name, {**asked_for, "min_reporters": FLOOR})) > 0.9


def test_the_veil_defeats_differencing(asked: Store) -> None:
    share = recovered(lambda name, asked_for: run(asked.query, name, asked_for, VEIL))
    counts = list(small().values())
    guess = max(counts.count(each) for each in set(counts)) / len(counts)
    assert share < guess, f"{share:.2f} were told, {guess:.2f} by always guessing the same number"


def test_asking_again_tells_nothing_new_and_times_add_up(asked: Store) -> None:
    def count(first: int, last: int) -> int:
        time = {"since": f"2026-03-{first:02}", "until": f"2026-03-{last:02}"}
        return run(asked.query, "origins_by_country", {**time, "limit": 10}, VEIL).reports

    assert count(1, 9) == count(1, 9) == count(1, 5) + count(5, 9)


def test_a_count_is_off_by_no_more_than_it_says(asked: Store) -> None:
    time = {"since": "2026-03-01", "until": "2026-03-09"}
    exact, shown = (run(asked.query, "origins_by_country", time, veil) for veil in (Veil(), VEIL))
    assert (exact.off_by, shown.off_by) == (0, 4)
    real = {row["country"]: row for row in exact.rows}
    for row in shown.rows:
        for name in ("reports", "reporters"):
            assert abs(row[name] - real[row["country"]][name]) <= shown.off_by
    assert any(row["reports"] != real[row["country"]]["reports"] for row in shown.rows)


def test_everybody_cuts_by_two_dimensions_at_most(asked: Store) -> None:
    wanted = {"since": "2026-03-01", "until": "2026-03-09", "by": "country,channel", "where": {"category": "phishing"}}
    assert run(asked.query, "reports", wanted).rows
    with pytest.raises(Rejected, match="two dimensions"):
        run(asked.query, "reports", wanted, VEIL)


def test_over_a_change_of_pseudonyms_the_floor_counts_once_a_period(asked: Store) -> None:
    time = {"since": "2026-03-01", "until": "2026-03-10"}
    border = datetime(2026, 3, 5, tzinfo=UTC)
    whole = run(asked.query, "origins_by_country", time, VEIL)
    parted = run(
        asked.query, "origins_by_country", time, Veil(30, VEIL.key, (border, datetime(2026, 3, 10, tzinfo=UTC)))
    )
    assert (whole.pseudonyms_changed, parted.pseudonyms_changed) == ((), (border,))
    assert {row["country"] for row in parted.rows} < {row["country"] for row in whole.rows}


def test_one_cell_that_is_left_out_takes_another_with_it() -> None:
    rows = [{"kind": name, "reports": n, "reporters": n} for name, n in (("a", 9), ("b", 5), ("c", 4), ("d", 1))]
    kept = [row for row in rows if row["reporters"] >= FLOOR]
    assert [row["kind"] for row in complemented(rows, kept, FLOOR)] == ["a", "b"]
    assert complemented(rows[:3], rows[:3], FLOOR) == rows[:3]
    alone = [rows[0], rows[3]]
    assert complemented(alone, alone[:1], FLOOR) == alone[:1]


def test_rows_that_count_no_people_are_shown_to_everybody() -> None:
    """As of what can't be analysed: how much of it there is tells of nobody."""
    rows = [{"code": "timed-out", "reports": 2}, {"code": "crashed", "reports": 1}]
    since, until = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 2, tzinfo=UTC)
    values = {"bucket": "hour", "since": since, "until": until, "measuring_point": "reported"}
    assert veiled(rows, Blur(Veil(key=b"k" * 32, floor=FLOOR), values, ("code",), FLOOR)) == rows


def test_what_is_left_out_within_a_time_takes_another_of_that_time() -> None:
    rows = [
        {"time": at, "channel": name, "reports": n, "reporters": n}
        for at, name, n in ((1, "sms", 9), (1, "email", 5), (1, "voice", 2), (2, "sms", 3), (2, "email", 8))
    ]
    kept = [row for row in rows if row["reporters"] >= FLOOR]
    assert [(row["time"], row["channel"]) for row in complemented(rows, kept, FLOOR)] == [
        (1, "sms"), (2, "sms"), (2, "email"),
    ]  # fmt: skip


def filed_until_it_is_told(others: int, about: str, veil: Veil) -> tuple[int, ...]:
    """What somebody sees who files a thing under one name after another: at which of their own reports the answer to
    a check changed. Everything that they can learn of ``others``, who reported it once each.
    """
    shown = [
        crowd({"reports": others + own, "reporters": others + own}, about, veil) if others + own else too_few(veil)
        for own in range(60)
    ]
    return tuple(own for own, (before, now) in enumerate(pairwise(shown), 1) if before != now)


def told_by_filing(veil: Veil) -> float:
    """How often somebody who knows all of this code, but not the key, names the number of others (0 to 2) rightly."""
    dice = random.Random(52)
    things = [(dice.randrange(3), f"host {number}.example") for number in range(1500)]
    seen = [(others, filed_until_it_is_told(others, about, veil)) for others, about in things]
    half = len(seen) // 2
    by_sight: dict[tuple[int, ...], list[int]] = {}
    for others, sight in seen[:half]:  # things that they filed themselves, of which they know the answer
        by_sight.setdefault(sight, []).append(others)
    guesses = [max(sorted({*by_sight.get(sight, [0])}), key=by_sight.get(sight, [0]).count) for _, sight in seen[half:]]
    return sum(guess == others for guess, (others, _) in zip(guesses, seen[half:], strict=True)) / half


def test_filing_a_thing_until_it_is_told_does_not_tell_who_else_reported_it() -> None:
    """Without a number that is taken off, the floor and each step tell exactly. With it, little more than guessing: of
    five numbers as likely, three times five sights, 7 in 15 can be told from the best guess, where 5 in 15 is none.
    """
    assert told_by_filing(Veil(1, VEIL.key)) == 1.0
    assert told_by_filing(VEIL) < 0.55


def test_a_thing_is_told_alike_whenever_it_is_asked_for_and_never_too_soon_or_too_high() -> None:
    least = {about: VEIL.least(about) for about in map(str, range(400))}
    assert {*least.values()} == {3, 4, 5, 6, 7}
    for about, enough in least.items():
        for people in range(1, 60):
            found = crowd({"reports": 2 * people, "reporters": people}, about, VEIL)
            assert found == crowd({"reports": 2 * people, "reporters": people}, about, VEIL)
            assert found.is_enough is (people >= enough)
            assert (found.reports, found.reporters) <= (2 * people, people), "at least so many"
            assert found.is_enough or found == too_few(VEIL), "nothing beside is told"
    assert {VEIL.least(each) - Veil(FLOOR, b"another key").least(each) for each in least} != {0}


def test_over_a_change_of_pseudonyms_a_thing_wants_as_many_people_a_period() -> None:
    seen = {"reports": 9, "reporters": 9, "first_seen": FIRST, "last_seen": FIRST + timedelta(days=9)}
    border = FIRST + timedelta(days=5)
    told = [crowd(seen, "x", Veil(FLOOR, VEIL.key, borders)).is_enough for borders in ((), (border,) * 4)]
    assert told == [True, False]


def test_a_campaign_has_one_number_whatever_it_is_judged() -> None:
    """Else each statistic that names it, and each change of its verdict, would be another look at the same reports."""
    bounds = {"since": FIRST, "until": FIRST + timedelta(days=9), "bucket": "day", "measuring_point": "reported"}
    row = {"campaign": "C-1", "reports": 40, "reporters": 30}
    shown = {
        Blur(VEIL, bounds, dimensions).row({**row, "category": category, "ruling": "spam"})["reports"]
        for dimensions in (("campaign",), ("campaign", "category", "ruling"))
        for category in ("phishing", "other", "scam", "advertising", "malware")
    }
    assert len(shown) == 1
