"""The same migrations and batches on a ClickHouse server, where one is named by SPAMATLAS_TEST_CLICKHOUSE (a DSN)."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from spamatlas.settings import Settings
from spamatlas.store import Store, reports
from spamatlas.store.rows import Block

DSN = os.environ.get("SPAMATLAS_TEST_CLICKHOUSE", "")
WHY = "no ClickHouse server here (SPAMATLAS_TEST_CLICKHOUSE names an empty database's DSN)"


@pytest.mark.server
@pytest.mark.skipif(not DSN, reason=WHY)
def test_a_server_takes_the_same_migrations_and_batches(tmp_path: Path, make_report: Callable[..., Block]) -> None:
    for _ in range(2):
        store = Store.open(Settings(data=tmp_path, dsn=DSN))
        store.insert([make_report(1), make_report(2)], "batch")
        assert store.query("SELECT count() AS n FROM report")[0]["n"] == 2
        tallied = "SELECT sum(reports) AS n FROM tally WHERE dimension = 'all' AND grain = 'day'"
        assert store.query(tallied)[0]["n"] == 2
        assert len(reports.recent(store, {"ruling": "spam"})) == 2
        store.close()
