"""``judge`` beside a node that is up: what the node knows of campaigns is evidence for *bulk*."""

import json
from pathlib import Path

import pytest

from spamatlas.cli.ahead import MANY_BYTES, MANY_FILES, is_much
from spamatlas.cli.judging import items_from, verdict_lines
from spamatlas.model import Submission
from spamatlas.pipeline.opening import opened
from spamatlas.settings import Settings

TEXT = "Your parcel %s is held, pay at https://parcel-fee.example/%s"
LINE = '{"id": "%s", "channel": "sms", "text": "' + TEXT + '", "reporter": "%s"}'


@pytest.mark.parametrize("jobs", [1, 2])
def test_bulk_is_what_the_node_knows_and_unknown_without_one(tmp_path: Path, jobs: int) -> None:
    settings = Settings(data=tmp_path / "data", workers=1)
    count = 100 if jobs > 1 else 1
    path = tmp_path / "asked.jsonl"
    strange = '{"id": "none", "channel": "sms", "text": "See you at the station at noon, bring the tickets"}'
    path.write_text("\n".join([*(LINE % (n, n, n, "") for n in range(count)), strange, "not json"]))

    def judged() -> tuple[list[str], list[str]]:
        found = list(verdict_lines(items_from([path], "jsonl", settings), settings, jobs))
        lines = [json.loads(each) for each in found if isinstance(each, bytes)]
        assert len(found) == len(lines) + 1, "the line that is none is named"
        return [line["id"] for line in lines], [line["bulk"]["value"] for line in lines]

    names = [*map(str, range(count)), "none"]
    assert judged() == (names, ["unknown"] * (count + 1))
    with opened(settings) as node:
        body = "\n".join(LINE % (f"filed-{n}", n, n, f"person-{n}") for n in range(40)).encode()
        filed = node.read(body, "application/x-ndjson", "r", None)
        node.accept([each for each in filed if isinstance(each, Submission)])
        node.drain()
        before = node.node.writer._ledger.aliases, len(node.node.writer._ledger)
        assert judged() == (names, ["yes"] * count + ["unknown"])
        assert (node.node.writer._ledger.aliases, len(node.node.writer._ledger)) == before
    assert judged() == (names, ["unknown"] * (count + 1))


def test_workers_are_started_ahead_where_there_is_much(tmp_path: Path) -> None:
    few, many = tmp_path / "few.eml", tmp_path / "many.mbox"
    few.write_bytes(b"x")
    many.write_bytes(b"x" * (MANY_BYTES + 1))
    assert not any(map(is_much, (few, tmp_path, Path("-"))))
    assert is_much(many)
    for number in range(MANY_FILES):
        (tmp_path / f"{number}.eml").write_bytes(b"x")
    assert is_much(tmp_path)
