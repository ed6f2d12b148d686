import random
import time
from pathlib import Path

import pytest
from tests.end_to_end import kills

from spamatlas.pipeline.node import Node
from spamatlas.settings import load


@pytest.mark.timeout(300)
def test_nothing_accepted_is_lost_or_counted_twice(tmp_path: Path) -> None:
    tally = kills.run(kills=4, number=1500, data=tmp_path / "data")
    assert tally.acknowledged > 100, "the kills came before any work"
    assert tally.lost == 0
    assert tally.accepted == tally.sent
    assert tally.quarantined == tally.quarantine_rows == 30
    stored = tally.sent - tally.quarantined
    assert tally.imprinted == stored
    assert tally.astray == 0
    assert tally.rows == tally.distinct == tally.judged == tally.tallied == tally.in_campaigns == stored


@pytest.mark.timeout(300)
def test_a_node_killed_while_it_lays_its_ledger_by_starts_right(tmp_path: Path) -> None:
    chance, taken = random.Random(3), []
    for _ in range(4):
        child = kills.Child(0, 1500, tmp_path)
        child.wait_for(1, 60)
        time.sleep(chance.uniform(0.3, 2.0))  # until something is stored, and while more is
        child.kill()
        with Node(load(tmp_path, changes={"workers": 1})) as node:
            taken.append(node.writer.imprinted)
            node.drain()
            stored = node.store.query("SELECT count() AS n FROM report")[0]["n"]
            assert taken[-1] <= stored == node.writer.reports
            assert kills.astray(node) == 0
    assert any(taken), "no kill came after an imprint"
