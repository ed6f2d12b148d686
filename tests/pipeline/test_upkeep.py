"""What was kept long enough is forgotten: the evidence's key and the personal columns; the count stays."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from spamatlas import intake
from spamatlas.model import Rejected, Submission
from spamatlas.pipeline.node import Node
from spamatlas.pipeline.upkeep import Upkeep
from spamatlas.settings import Settings


def test_old_reports_are_forgotten_and_still_counted(tmp_path: Path) -> None:
    line = json.dumps(
        {"id": "old", "channel": "sms", "text": "Win at https://prize.example/x", "sender": "+447700900123"}
    )
    options = intake.Options(reporter=intake.pseudonym(b"s", "me"), secret=b"s")
    found = [
        each
        for each in intake.read_bytes(line.encode(), "application/x-ndjson", options)
        if isinstance(each, Submission)
    ]
    with Node(Settings(data=tmp_path, workers=1, evidence_days=30)) as node:
        node.accept(found)
        node.drain()
        assert node.store.query("SELECT sender FROM report")[0]["sender"] == "+447700900123"
    later = datetime.now(UTC) + timedelta(days=31)
    with Node(Settings(data=tmp_path, workers=1, evidence_days=30)) as node:
        Upkeep(node).forget(later)
        row = node.store.query("SELECT sender, reporter, erased FROM report")[0]
        assert (row["sender"], row["reporter"], row["erased"]) == ("", "", 1)
        assert node.store.query("SELECT sum(reports) AS n FROM tally WHERE dimension = 'all'")[0]["n"] >= 1
        with pytest.raises(Rejected):
            node.vault.get(found[0].id)
