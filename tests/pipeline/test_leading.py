"""Lists are made one cell at a time, the newest first, and looked for again after a while."""

import time
from pathlib import Path

import pytest
from tests.store.conftest import NOON, report

from spamatlas.pipeline import leading
from spamatlas.pipeline.leading import Leading
from spamatlas.pipeline.node import Node
from spamatlas.settings import Settings
from spamatlas.store import Store, leaders


def test_one_cell_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leaders, "FEWEST", 1)
    store = Store.open(Settings(data=tmp_path))
    store.insert([report(1), report(2, received_at=NOON.replace(day=9))], "batch")
    lists = Leading(store)
    assert lists.is_due
    assert lists.take_up() == 1
    made = store.query("SELECT DISTINCT toDayOfMonth(at) AS day FROM leader")
    assert [row["day"] for row in made] == [9]
    while lists.take_up():
        pass
    assert store.query("SELECT uniq(grain, at) AS n FROM leader")[0]["n"] == 4
    assert not lists.is_due, "not before long"
    store.insert([report(3)], "late")
    assert lists.take_up() == 0
    monkeypatch.setattr(lists, "_look_at", 0.0)
    assert lists.is_due
    assert lists.take_up() == 1
    store.close()


def test_a_node_makes_them_when_it_has_nothing_else_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leaders, "FEWEST", 1)
    monkeypatch.setattr(leading, "LOOK_SECONDS", 0.1)
    with Node(Settings(data=tmp_path, workers=1)) as node:
        node.store.insert([report(1)], "batch")
        for _ in range(600):
            if len(node.store.query("SELECT DISTINCT grain FROM leader")) == 2:
                break
            time.sleep(0.05)
        assert not leaders.lacking(node.store, NOON.replace(day=31))
