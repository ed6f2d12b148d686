"""A node that starts goes on from its imprint where that belongs to the store, and reads all back where it does not."""

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from errno import ENOSPC
from io import BytesIO
from pathlib import Path

import pytest
from tests.pipeline.test_regrouping import file, groups, named, places, running, text, three, wording

from spamatlas.campaign.linkage import key as linkage_key
from spamatlas.model import Signature, Unavailable
from spamatlas.pipeline import imprint, imprints
from spamatlas.pipeline.node import Node
from spamatlas.pipeline.snapshot import take
from spamatlas.pipeline.upkeep import Upkeep
from spamatlas.settings import Settings


@pytest.fixture(autouse=True)
def _every_node_has_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imprints, "FEWEST", 1)


@pytest.fixture
def filed(tmp_path: Path) -> Path:
    """The folder of a node that filed nine texts of three campaigns, and stopped."""
    with running(tmp_path) as node:
        file(node, *three())
    assert (tmp_path / "ledger.imprint").stat().st_mode & 0o077 == 0
    return tmp_path


@contextmanager
def again(folder: Path, imprinted: int) -> Iterator[Node]:
    """A node that took so many reports from the imprint."""
    with running(folder) as node:
        assert node.writer.imprinted == imprinted
        yield node


def test_a_node_goes_on_from_its_imprint(filed: Path) -> None:
    with again(filed, 9) as node:
        before = groups(node)
        assert node.writer.reports == 9
        file(node, text(wording(1), reporter="late", name="late"))
        assert {frozenset(each - {"late"}) for each in groups(node)} == before
        assert "1a" in named(node, "late")["members"]
    with again(filed, 10):
        pass


def test_what_came_after_the_imprint_is_read_from_the_store(filed: Path) -> None:
    old = (filed / "ledger.imprint").read_bytes()
    with again(filed, 9) as node:
        file(node, text(wording(1), reporter="late", name="late"), text(wording(7), name="new"))
        after = groups(node)
    (filed / "ledger.imprint").write_bytes(old)
    with again(filed, 9) as node:
        assert groups(node) == after
        file(node, text(wording(7), reporter="later", name="later"))
        assert named(node, "later")["members"] == ["new", "later"]


def test_a_file_that_is_torn_touched_or_made_by_other_code_is_not_used(
    filed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = filed / "ledger.imprint"
    whole = path.read_bytes()
    touched = bytearray(whole)
    touched[len(whole) // 2] ^= 1
    for broken in (b"", whole[:10], whole[:200], whole[: len(whole) // 2], whole[:-1], whole + b"x", bytes(touched)):
        path.write_bytes(broken)
        with again(filed, 0) as node:
            assert len(groups(node)) == 3
    with again(filed, 9):
        monkeypatch.setattr(imprint, "stamp", lambda: b"other code")
    with again(filed, 0):
        pass


def test_whichever_byte_was_touched_it_is_seen(filed: Path) -> None:
    path = filed / "ledger.imprint"
    whole, chance = path.read_bytes(), random.Random(4)
    ledger, now = imprint.read(path, lambda _: True)
    assert (len(ledger), now.reports) == (9, 9)
    begin = [*range(40), *(chance.randrange(4_000) for _ in range(60))]
    for place in (*begin, *(chance.randrange(len(whole)) for _ in range(20)), len(whole) - 1):
        touched = bytearray(whole)
        touched[place] ^= 1 << chance.randrange(8)
        path.write_bytes(touched)
        with pytest.raises(imprint.UnusableError):
            imprint.read(path, lambda _: True)


def test_what_was_merged_since_follows_and_what_came_apart_is_read_back(filed: Path) -> None:
    path = filed / "ledger.imprint"
    old = path.read_bytes()
    with again(filed, 9) as node:
        node.regrouping.merge([named(node, "0a")["number"], named(node, "1a")["number"]], "operator")
        joined = groups(node)
        assert len(joined) == 2
        assert node.imprints.lay_by()
    merged = path.read_bytes()
    path.write_bytes(old)
    with again(filed, 9) as node:
        assert groups(node) == joined
        file(node, text(wording(1), reporter="late", name="late"))
        assert {"0a", "1a"} < {*named(node, "late")["members"]}
        node.regrouping.undo(node.actions.newest()[0])
        apart = groups(node)
        assert len(apart) == 3
    path.write_bytes(merged)
    with again(filed, 0) as node:
        assert groups(node) == apart


def test_a_split_is_in_the_next_imprint_and_an_older_one_is_not_used(filed: Path) -> None:
    path = filed / "ledger.imprint"
    old = path.read_bytes()
    with again(filed, 9) as node:
        number = named(node, "0a")["number"]
        node.regrouping.split(number, dict.fromkeys(places(node, ["0a"]), number), "operator")
        apart = groups(node)
        assert frozenset({"0a"}) in apart
    with again(filed, 9) as node:
        assert groups(node) == apart
    path.write_bytes(old)
    with again(filed, 0) as node:
        assert groups(node) == apart


def test_an_imprint_is_written_while_the_node_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with running(tmp_path) as node:
        file(node, *three())
        assert not (tmp_path / "ledger.imprint").exists()
        assert node.imprints.lay_by()
        assert (tmp_path / "ledger.imprint").exists()
        snapshot = take(node)
        assert not (Path(snapshot.folder) / "ledger.imprint").exists()
        monkeypatch.setattr(node.imprints, "stop", lambda: None)
        before = (tmp_path / "ledger.imprint").stat().st_mtime_ns
    assert (tmp_path / "ledger.imprint").stat().st_mtime_ns == before
    with again(tmp_path, 9):
        pass


def test_nothing_is_written_of_what_the_store_has_not(filed: Path) -> None:
    with again(filed, 9) as node:
        with node.pause():
            node.writer.ledger.assign("made, never stored", Signature(5))
        assert not node.imprints.lay_by()


def test_what_is_erased_is_in_no_imprint(tmp_path: Path) -> None:
    with running(tmp_path) as node:
        file(
            node,
            *three(),
            text(wording(5), "https://gone.example/a", name="gone"),
            text(wording(6), "https://stays.example/a", name="stays"),
        )
        assert node.imprints.lay_by()
        assert linkage_key("domain:gone.example").to_bytes(8, "little") in (tmp_path / "ledger.imprint").read_bytes()
        (report,) = node.store.query("SELECT toString(id) AS id FROM report WHERE caller_id = 'gone'")
        node.erase([report["id"]])
        assert not (tmp_path / "ledger.imprint").exists()
        before = groups(node)
    written = (tmp_path / "ledger.imprint").read_bytes()
    assert linkage_key("domain:gone.example").to_bytes(8, "little") not in written
    assert linkage_key("domain:stays.example").to_bytes(8, "little") in written
    with again(tmp_path, 11) as node:
        assert groups(node) == before
        file(
            node,
            text(wording(8), "https://gone.example/a", name="new"),
            text(wording(9), "https://stays.example/a", name="like"),
        )
        assert named(node, "new")["members"] == ["new"]
        assert named(node, "like")["members"] == ["stays", "like"]


def test_an_erasure_that_broke_off_leaves_no_imprint(filed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with again(filed, 9) as node:
        (report,) = node.store.query("SELECT toString(id) AS id FROM report WHERE caller_id = '0a'")
        with monkeypatch.context() as broken, pytest.raises(Unavailable):
            broken.setattr(node.store, "erase", _is_down)
            node.erase([report["id"]])
        assert not node.imprints.lay_by()
    assert not (filed / "ledger.imprint").exists()
    with again(filed, 0):
        pass


def test_retention_takes_out_of_the_imprint_what_it_takes_out_of_the_store(filed: Path) -> None:
    with again(filed, 9) as node:
        Upkeep(node).forget(datetime.now(UTC))
        assert (filed / "ledger.imprint").exists(), "nothing was old enough"
        Upkeep(node).forget(datetime.now(UTC) + timedelta(days=400))
        assert not (filed / "ledger.imprint").exists()
        assert node.store.query("SELECT sum(erased) AS n FROM report") == [{"n": 9}]
    with again(filed, 9) as node:
        assert len(groups(node)) == 3


def _is_down(_: object) -> None:
    raise Unavailable("the store is down")


def test_a_node_that_stops_at_work_delivers_what_it_made_and_lays_all_of_it_by(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, workers=1, read_meaning=False, batch_reports=16)
    with Node(settings) as node:
        node.accept([text(wording(place), reporter=f"r{copy}", name=f"{place} {copy}")
                     for place in range(11) for copy in range(40)])  # fmt: skip
        while node.writer.reports < 100:
            time.sleep(0.001)
    ledger, now = imprint.read(tmp_path / "ledger.imprint", lambda _: True)
    assert len(ledger) == now.reports >= 100
    with again(tmp_path, now.reports) as node:
        node.drain()
        assert len(groups(node)) == 11


def test_a_full_disk_costs_the_imprint_and_nothing_else(filed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with again(filed, 9) as node:
        with monkeypatch.context() as full, pytest.raises(OSError, match="full") as kept:
            full.setattr(imprints.os, "fdopen", lambda *_: _Full())
            node.imprints.lay_by()
        file(node, text(wording(1), reporter="late", name="late"), text(wording(7), name="new"))
        assert kept.value.errno == ENOSPC
        assert node.broken == ""
        assert "1a" in named(node, "late")["members"]
    with again(filed, 11):
        pass


class _Full(BytesIO):
    """A file on a disk with room for a head."""

    def write(self, data: bytes) -> int:  # type: ignore[override]
        if len(data) > 10_000:
            raise OSError(ENOSPC, "the disk is full")
        return super().write(data)
