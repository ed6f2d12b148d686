"""What was half delivered when the process died comes in once, also where another version's tables are made anew."""

from functools import partial
from pathlib import Path

import pytest
from tests.store.conftest import report

from spamatlas.log import Batch, EmbeddedLog
from spamatlas.pipeline.delivering import Payload, deliver_prepared, encode
from spamatlas.settings import Settings
from spamatlas.store import Store
from spamatlas.store.migration import shipped
from spamatlas.store.rows import Block

EARLIER = 5
"""The last migration before reports and judgements were laid into tables of their own once more."""


def died(folder: Path, reports: list[Block], migrations: int) -> EmbeddedLog:
    """The log of a node of an earlier version that died between a batch's rows and the note that they are stored."""
    store = Store(f"chdb://{folder / 'store'}")
    store.migrate(shipped()[:migrations])
    # The blocks are made by this version, which has one column more.
    store.command("ALTER TABLE incoming ADD COLUMN IF NOT EXISTS campaign_verdict String")
    log = EmbeddedLog(folder / "log")
    batch = Batch(token="batch-1-3", last=0, payload=encode(Payload(reports)))
    log.prepare(batch)
    store.insert(reports, batch.token)
    store.close()
    return log


@pytest.mark.parametrize("migrations", [EARLIER, len(shipped())])
def test_what_came_in_before_the_tables_changed_is_not_counted_twice(migrations: int, tmp_path: Path) -> None:
    log = died(tmp_path, [report(number) for number in (1, 2, 3)], migrations)
    store = Store.open(Settings(data=tmp_path), first=partial(deliver_prepared, log))
    deliver_prepared(log, store)
    for table in ("report", "judgement", "mention"):
        rows = store.query(f"SELECT count() AS many, uniqExact(sequence) AS reports FROM {table}")[0]
        assert rows["reports"] == 3
        assert rows["many"] == 3 or table == "mention"
    assert store.query("SELECT sum(reports) AS n FROM tally WHERE dimension = 'channel' AND grain = 'hour'")
    assert log.prepared() == []
    store.close()
    log.close()
