from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from tests.store.conftest import NOON, report

from spamatlas.model import Channel, Unavailable, Waypoint, WaypointKind
from spamatlas.settings import Settings
from spamatlas.store import Store
from spamatlas.store.migration import Migration, engine, shipped

SHAPE = (
    "SELECT table, name, type FROM system.columns WHERE database = currentDatabase() AND table NOT LIKE '.inner%' "
    "ORDER BY table, name"
)


def opened(folder: Path) -> Store:
    return Store(f"chdb://{folder / 'store'}")


def test_numbers_have_no_gaps_and_are_told_apart() -> None:
    assert [each.number for each in shipped()] == list(range(1, len(shipped()) + 1))
    assert all(each.statements for each in shipped())


@pytest.mark.parametrize("earlier", range(len(shipped())))
def test_every_earlier_form_becomes_the_present_one(earlier: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    shapes = []
    for start in (earlier, 0):
        folder = tmp_path_factory.mktemp("node")
        if start:
            store = opened(folder)
            store.migrate(shipped()[:start])
            store.close()
        store = Store.open(Settings(data=folder))
        shapes.append(store.query(SHAPE))
        store.close()
    assert shapes[0] == shapes[1]
    assert shapes[0]


@pytest.mark.parametrize("broken_at", [0, 1, 4, 9])
def test_a_migration_that_broke_off_goes_on(broken_at: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = opened(tmp_path)
    command, ran = store.command, []

    def dying(sql: str) -> None:
        command(sql)
        ran.append(sql)
        if len([each for each in ran if not each.lstrip().startswith("INSERT")]) > broken_at + 1:
            raise KeyboardInterrupt

    monkeypatch.setattr(store, "command", dying)
    with pytest.raises(KeyboardInterrupt):
        store.migrate(shipped())
    store.close()
    store = Store.open(Settings(data=tmp_path))
    assert {"report", "judgement", "tally", "incoming"} <= {row["table"] for row in store.query(SHAPE)}
    store.close()


EDGES = """
SELECT dimension, grain, groupUniqArray(toString(channel)) AS channels, sum(tally.reports) AS reports,
    uniqHLL12Merge(reporters) AS reporters, count() AS cells
FROM (SELECT * FROM tally FINAL) AS tally WHERE dimension IN ('edge', 'origin_edge') GROUP BY dimension, grain
ORDER BY dimension, grain
"""


def test_edges_that_were_counted_before_are_counted_over_five_days(tmp_path: Path) -> None:
    """As those are that come in after 0007, however often its last statement runs."""
    way = (Waypoint(WaypointKind.NETWORK, "64500 Net", "GB", 0.9), Waypoint(WaypointKind.COUNTRY, "FR", "FR", 0.7))
    blocks = [
        report(number, received_at=NOON + timedelta(hours=7 * number), waypoints=way, channel=channel)
        for number, channel in enumerate([Channel.SMS, Channel.EMAIL, Channel.SMS] * 10)
    ]
    found = []
    for number, earlier in enumerate((6, len(shipped()))):
        store = opened(tmp_path / str(number))
        store.migrate(shipped()[:earlier])
        # The blocks are made by this version, which has one column more.
        store.command("ALTER TABLE incoming ADD COLUMN IF NOT EXISTS campaign_verdict String")
        store.insert(blocks, "batch")
        store.migrate(shipped())
        store.command(shipped()[6].statements[-1])
        found.append(store.query(EDGES))
        store.close()
    assert found[0] == found[1]
    assert [(row["dimension"], row["grain"]) for row in found[0]] == [
        ("edge", "day"), ("edge", "days"), ("edge", "hour"), ("origin_edge", "day"), ("origin_edge", "days"),
    ]  # fmt: skip
    assert {(row["reports"], row["reporters"]) for row in found[0]} == {(30, 3)}


def test_a_store_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    store = Store.open(Settings(data=tmp_path))
    newer = Migration(number=len(shipped()) + 1, name="later", digest="0" * 64, statements=("SELECT 1",))
    store.migrate([*shipped(), newer])
    store.close()
    with pytest.raises(Unavailable, match="run the version that wrote it, or a newer one"):
        Store.open(Settings(data=tmp_path))


def test_a_file_that_was_edited_after_it_ran_is_noticed(tmp_path: Path) -> None:
    store = Store.open(Settings(data=tmp_path))
    edited = msgspec.structs.replace(shipped()[0], digest="f" * 64)
    with pytest.raises(Unavailable, match="not the file that once ran here"):
        store.migrate([edited, *shipped()[1:]])
    store.close()


def test_a_cluster_gets_replicated_engines_and_windows() -> None:
    sql = "CREATE TABLE t (a UInt8) ENGINE = {{ReplacingMergeTree(revision)}} ORDER BY a SETTINGS {{durable}}"
    assert "ENGINE = ReplicatedReplacingMergeTree(revision)" in engine(sql, replicated=True)
    assert "SETTINGS replicated_deduplication_window = " in engine(sql, replicated=True)
    assert "ENGINE = ReplacingMergeTree(revision)" in engine(sql, replicated=False)
    assert "non_replicated_deduplication_window" in engine(sql, replicated=False)
    for each in shipped():
        assert not any("{{" in engine(statement, replicated=True) for statement in each.statements)
