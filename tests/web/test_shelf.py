"""What was laid by is taken up again, by the same statistics alone, and grows no younger."""

# ruff: noqa: ASYNC110  what a fake was asked is no event

import asyncio
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from spamatlas.settings import Settings
from spamatlas.web import shelf
from spamatlas.web import tables as module
from spamatlas.web.shelf import Laid
from spamatlas.web.tables import PAGE_SECONDS, SELDOM_SECONDS, Tables, ask

SMS = ask("volume", {"since": "7d", "channel": "sms"})


def laid(node: Any, *, seconds_ago: float = 0.0) -> Laid:
    table = msgspec.structs.replace(
        node.statistic(*SMS, True), rows=[{"at": datetime(2026, 3, 1, tzinfo=UTC), "reports": 2**40, "by": ["sms"]}]
    )
    return Laid(*SMS, time.time() - seconds_ago, 0.1, table)


def asked_after(node: Any, *tables: Laid, public: bool = True) -> int:
    """How many questions one who opens a page costs after a start with these tables."""

    async def opened() -> int:
        found = Tables(node)
        found.take_up(tables)
        before = len(node.asked)
        await found.read([SMS], public, newest=False)
        return len(node.asked) - before

    return asyncio.run(opened())


def test_what_was_laid_by_comes_back_as_it_was(node: Any, tmp_path: Path) -> None:
    settings, table = Settings(data=tmp_path), laid(node)
    shelf.lay_by(settings, [table])
    assert shelf.laid_by(settings) == [table]
    assert (tmp_path / "tables.msgpack").stat().st_mode & 0o077 == 0


def test_what_others_made_is_left(node: Any, tmp_path: Path, monkeypatch: Any) -> None:
    settings = Settings(data=tmp_path)
    assert shelf.laid_by(settings) == []
    shelf.lay_by(settings, [laid(node)])
    assert shelf.laid_by(Settings(data=tmp_path, min_reporters=settings.min_reporters + 1)) == [], "smaller cells"
    monkeypatch.setattr(shelf, "catalogue", dict)
    assert shelf.laid_by(settings) == [], "other statistics"
    monkeypatch.undo()
    whole = (tmp_path / "tables.msgpack").read_bytes()
    (tmp_path / "tables.msgpack").write_bytes(whole[: len(whole) // 2])
    assert shelf.laid_by(settings) == []


def test_what_is_of_tomorrow_is_left(node: Any, tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    shelf.lay_by(settings, [laid(node, seconds_ago=-3600)])
    assert shelf.laid_by(settings) == [], "a clock that was put back makes nothing younger"


def test_a_folder_that_can_not_be_written_is_no_error(node: Any, tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "gone")
    shelf.lay_by(settings, [laid(node)])
    assert shelf.laid_by(settings) == []


def test_nobody_waits_for_what_was_laid_by(node: Any) -> None:
    assert asked_after(node, laid(node)) == 0
    assert asked_after(node, laid(node, seconds_ago=PAGE_SECONDS + 1)) == 0, "as old as what is read in turn"
    assert asked_after(node, laid(node, seconds_ago=SELDOM_SECONDS + 1)) == 1
    assert asked_after(node, laid(node), public=False) == 1, "whoever sees every cell sees them new"


def test_only_what_strangers_see_is_laid_by(node: Any) -> None:
    async def both() -> list[Laid]:
        tables = Tables(node)
        await tables.read([SMS], public=False)
        await tables.read([ask("routes", {})], public=True)
        return tables.laid()

    assert [each.name for each in asyncio.run(both())] == ["routes"]


def test_once_the_usual_tables_are_read_anew_the_others_are_no_longer_old(node: Any, monkeypatch: Any) -> None:
    async def warmed() -> int:
        monkeypatch.setattr(module, "REST_SECONDS", 0.01)
        found = Tables(node)
        found.take_up([laid(node, seconds_ago=PAGE_SECONDS + 1)])
        warming = asyncio.create_task(found.keep_warm([ask("routes", {})]))
        while ("routes", True) not in node.asked:
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.1)
        warming.cancel()
        before = len(node.asked)
        await found.read([SMS], public=True, newest=False)
        return len(node.asked) - before

    assert asyncio.run(asyncio.wait_for(warmed(), 20)) == 1
