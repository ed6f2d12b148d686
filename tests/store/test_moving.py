"""Reports that were moved count as if they had always been where they are now."""

import random
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.store.conftest import full_after, report, verdict

from spamatlas.model import Category, Channel, Ruling, Unavailable, campaign_name
from spamatlas.store import Store, campaigns
from spamatlas.store.dossier import days
from spamatlas.store.largest import Largest
from spamatlas.store.moving import NAMING, fold, is_patched, move, newest_revision, pieces, rename
from spamatlas.store.recounting import SUMS
from spamatlas.store.revision import revise

HAM = verdict(ruling=Ruling.HAM, category=Category.NOT_SPAM)


def made(many: int = 60) -> list[dict[str, Any]]:
    """Reports of three campaigns over some days, in the order of the log."""
    dice, now = random.Random(7), datetime.now(UTC)
    times = sorted(now - timedelta(hours=dice.randrange(1, 100)) for _ in range(many))
    sizes: dict[int, int] = defaultdict(int)
    found = []
    for at in times:
        campaign = dice.choice([1, 1, 1, 2, 3])
        sizes[campaign] += 1
        channel = dice.choice([Channel.SMS, Channel.EMAIL])
        found.append({"campaign": campaign, "size": sizes[campaign], "received_at": at, "channel": channel})
    return found


def stored(store: Store) -> list[dict[str, Any]]:
    rows = made()
    store.insert([report(number, **row) for number, row in enumerate(rows, 1)], "all")
    return rows


def check(store: Store, rows: Sequence[dict[str, Any]], largest: Largest) -> None:
    """Every list and sum is what a plain count over the reports gives."""
    mine = defaultdict(list)
    for number, row in enumerate(rows, 1):
        mine[row["campaign"]].append((number, row))
    found = {row["campaign"]: row for row in campaigns.listed(store, {}, 0, members=True)}
    assert largest.listed({}, 2) == campaigns.listed(store, {}, 2)
    assert found.keys() == {campaign_name(each) for each in mine}
    for campaign, members in mine.items():
        row = found[campaign_name(campaign)]
        times = [each["received_at"] for _, each in members]
        assert row["size"] == len(members)
        assert row["reporters"] == len({number % 3 for number, _ in members})
        assert row["channels"] == sorted({each["channel"] for _, each in members})
        assert abs(row["first_seen"] - min(times)) < timedelta(seconds=1)
        assert abs(row["last_seen"] - max(times)) < timedelta(seconds=1)
        assert row["members"] == [f"caller-{number}" for number, _ in members]
        values = {"campaign": campaign}
        for sql in (
            "SELECT sum(joined) + 1 AS n FROM campaign_growth WHERE campaign = {campaign:UInt64} AND grain = 'all'",
            "SELECT sum(joined) + 1 AS n FROM campaign_growth WHERE campaign = {campaign:UInt64} AND grain = 'hour'",
            "SELECT sum(reports) AS n FROM campaign_hour WHERE campaign = {campaign:UInt64}",
            "SELECT count() AS n FROM judgement FINAL WHERE campaign = {campaign:UInt64}",
            "SELECT uniqExact(sequence) AS n FROM mention WHERE campaign = {campaign:UInt64}",
        ):
            assert store.query(sql, values)[0]["n"] == len(members), sql
    total = store.query("SELECT sum(reports) AS n FROM tally WHERE dimension = 'all' AND grain = 'hour'")[0]["n"]
    assert total == len(rows)


def moved(rows: Sequence[dict[str, Any]], moves: dict[int, int]) -> list[dict[str, Any]]:
    return [{**row, "campaign": moves.get(number, row["campaign"])} for number, row in enumerate(rows, 1)]


def test_moved_reports_count_where_they_are_and_can_come_back(store: Store) -> None:
    rows, largest = stored(store), Largest(store)
    check(store, rows, largest)
    moves = {number: 9 for number, row in enumerate(rows, 1) if row["campaign"] == 1 and number % 2}
    moves |= {number: 3 for number, row in enumerate(rows, 1) if row["campaign"] == 2}
    for _ in range(2):
        move(store, moves, {1, 2})
        check(store, moved(rows, moves), largest)
    move(store, {number: rows[number - 1]["campaign"] for number in moves}, {9, 3})
    check(store, rows, largest)
    move(store, moves, {1, 2})
    check(store, moved(rows, moves), largest)


def test_what_broke_off_anywhere_is_right_when_done_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    rows, largest = stored(store), Largest(store)
    moves = {number: 9 for number, row in enumerate(rows, 1) if row["campaign"] == 1 and number % 2}
    for last in range(8):
        with monkeypatch.context() as patch:
            patch.setattr(store, "command", full_after(store, last))
            with pytest.raises(Unavailable):
                move(store, moves, {1})
        move(store, moves, {1})
        check(store, moved(rows, moves), largest)
        move(store, dict.fromkeys(moves, 1), {9})
        check(store, rows, largest)


def test_small_parts_are_folded_in_and_say_the_same(store: Store) -> None:
    rows, largest = stored(store), Largest(store)
    moves = {number: 9 for number, row in enumerate(rows, 1) if row["campaign"] == 1 and number % 2}
    assert not is_patched(store)
    move(store, moves, {1})
    assert is_patched(store)
    fold(store)
    bare = "SELECT count() AS n FROM report WHERE campaign = 9 SETTINGS apply_patch_parts = 0"
    until = time.monotonic() + 300
    while store.query(bare)[0]["n"] < len(moves) and time.monotonic() < until:
        time.sleep(0.05)
    assert store.query(bare)[0]["n"] == len(moves)
    check(store, moved(rows, moves), largest)
    move(store, dict.fromkeys(moves, 1), {9})
    check(store, rows, largest)


def test_what_comes_in_between_two_pieces_is_counted(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spamatlas.store.moving.AT_ONCE", 5)
    monkeypatch.setattr("spamatlas.store.recounting.COUNTED_AT_ONCE", 10)
    rows, largest = stored(store), Largest(store)
    moves = {number: 9 for number, row in enumerate(rows, 1) if row["campaign"] == 1 and number % 2}
    many = 0
    for piece in pieces(store, moves, {1}):
        many += 1
        size = sum(row["campaign"] == 1 for row in rows) + 1
        new = {**rows[-1], "campaign": 1, "size": size, "received_at": rows[many % 7]["received_at"]}
        rows.append(new)
        store.insert([report(len(rows), **new)], f"late-{many}")
        piece()
    assert many > 5
    check(store, moved(rows, moves), largest)


@pytest.mark.parametrize("at_once", [10, 100_000])
def test_a_verdict_that_is_revised_while_days_are_added_up_is_counted(
    store: Store, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr("spamatlas.store.recounting.COUNTED_AT_ONCE", at_once)
    rows = stored(store)
    mine = [number for number, row in enumerate(rows, 1) if row["campaign"] == 1]
    for place, piece in enumerate(pieces(store, {mine[0]: 9}, {1})):
        if place == len(NAMING) + 2:  # the days are added up beside, and do not stand in the table yet
            assert store.query("SELECT count() AS n FROM recounted_campaign_day")[0]["n"]
            revise(store, {mine[-1]: HAM}, "said")
        piece()
    (row,) = campaigns.listed(store, {"campaign": campaign_name(1)})
    assert (row["ruling"], row["size"]) == ("ham", len(mine) - 1)


def test_days_take_their_places_at_once_however_many_they_are(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    rows, largest = stored(store), Largest(store)
    moves = {number: 9 for number, row in enumerate(rows, 1) if row["campaign"] == 1 and number % 2}
    many = sum(1 for piece in pieces(store, moves, {1}) if piece() is None)
    monkeypatch.setattr("spamatlas.store.recounting.COUNTED_AT_ONCE", 1)
    assert sum(1 for piece in pieces(store, dict.fromkeys(moves, 1), {9}) if piece() is None) == many
    check(store, rows, largest)


def test_sums_are_right_while_rows_are_masked_behind(store: Store) -> None:
    rows, largest = stored(store), Largest(store)
    moves = {number: 9 for number, row in enumerate(rows, 1) if row["campaign"] == 1 and number % 2}
    for table in SUMS:
        store.command(f"SYSTEM STOP MERGES {table}")
    for place, piece in enumerate(pieces(store, moves, {1})):
        piece()
        if place == len(NAMING) + 3:  # both tables have what was put in, and nothing is masked yet
            assert store.query("SELECT count() AS n FROM system.mutations WHERE NOT is_done")[0]["n"] == len(SUMS)
            for table in SUMS:
                sql = f"SELECT campaign, sum({table}.reports) AS n FROM {table} GROUP BY campaign ORDER BY campaign"
                found = {row["campaign"]: row["n"] for row in store.query(sql)}
                assert found == Counter(row["campaign"] for row in moved(rows, moves))
            listed = {row["campaign"]: row["size"] for row in campaigns.listed(store, {}, 0)}
            assert listed[campaign_name(9)] == len(moves)
            for table in SUMS:
                store.command(f"SYSTEM START MERGES {table}")
    assert not store.is_masking
    check(store, moved(rows, moves), largest)


def test_a_revised_verdict_goes_along(store: Store) -> None:
    stored(store)
    last = store.query("SELECT max(sequence) AS n FROM report WHERE campaign = 1")[0]["n"]
    revise(store, {last: HAM}, "said")
    move(store, {last: 9}, {1})
    (row,) = campaigns.listed(store, {"campaign": campaign_name(9)})
    assert (row["ruling"], row["size"]) == ("ham", 1)
    (row,) = campaigns.listed(store, {"campaign": campaign_name(1)})
    assert row["ruling"] == "spam"


def test_a_campaign_known_as_itself_again_is_in_no_other(store: Store) -> None:
    rows, largest = stored(store), Largest(store)
    rename(store, {2: 1}, 1)
    joined = [row for row in rows if row["campaign"] in (1, 2)]
    (row,) = campaigns.listed(store, {"campaign": campaign_name(2)})
    assert (row["campaign"], row["size"]) == (campaign_name(1), len(joined))
    assert largest.listed({}, 1) == campaigns.listed(store, {}, 1) == [row]
    rename(store, {2: 2}, newest_revision(store) + 1)
    check(store, rows, largest)
    assert sum(days(store, [campaign_name(1)], 30)[campaign_name(1)]) == sum(row["campaign"] == 1 for row in rows)


def test_lists_of_what_led_on_those_days_hold_no_more(store: Store) -> None:
    rows = stored(store)
    day = rows[0]["received_at"].replace(hour=0, minute=0, second=0, microsecond=0)
    fives = day - timedelta(days=(day - datetime(1970, 1, 1, tzinfo=UTC)).days % 5)
    for grain, at in (("day", day), ("days", fives), ("day", day - timedelta(days=9))):
        store.command(
            "INSERT INTO leader (kind, sample, measuring_point, grain, at) "
            "VALUES ('campaign', 0, 'reported', {grain:String}, {at:DateTime})",
            {"grain": grain, "at": at},
        )
    move(store, {1: 9}, {rows[0]["campaign"]})
    assert [row["at"] for row in store.query("SELECT at FROM leader")] == [day - timedelta(days=9)]
