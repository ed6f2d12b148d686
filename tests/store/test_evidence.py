import multiprocessing
import os
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spamatlas.model import Rejected, Unavailable
from spamatlas.store import pack
from spamatlas.store.evidence import Vault, VaultReader

NOW = datetime(2026, 3, 1, tzinfo=UTC)
LATER = NOW + timedelta(days=180)
SECRET = b"the text of a person, in clear, nobody else may read it"


def name(number: int) -> str:
    return f"{number:032x}"


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    opened = Vault(tmp_path / "evidence")
    yield opened
    opened.close()


def content_on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(contents=st.lists(st.binary(max_size=5000) | st.text(max_size=4000).map(str.encode), min_size=1, max_size=20))
def test_what_goes_in_comes_out(vault: Vault, contents: list[bytes]) -> None:
    items = [(os.urandom(16).hex(), content) for content in contents]
    vault.put_many(items, LATER)
    ids = [identity for identity, _ in items]
    assert vault.get_many(list(reversed(ids))) == list(reversed(contents))
    reader = VaultReader(vault._folder)
    assert [reader.open(vault.place(identity)) for identity in ids] == contents
    reader.close()


def test_nothing_lies_there_in_clear_and_text_is_packed(vault: Vault, tmp_path: Path) -> None:
    vault.put_many([(name(1), SECRET), (name(2), b"spam " * 2000)], LATER)
    assert SECRET not in content_on_disk(tmp_path)
    assert sum(path.stat().st_size for path in tmp_path.rglob("*.pack")) < 1000


def test_an_id_keeps_what_was_first_filed_under_it(vault: Vault) -> None:
    vault.put_many([(name(1), b"first"), (name(2), b"second")], LATER)
    size = sum(path.stat().st_size for path in vault._folder.glob("*.pack"))
    vault.put_many([(name(1), b"other"), (name(2), b"second")], LATER)
    assert vault.get_many([name(1), name(2)]) == [b"first", b"second"]
    assert sum(path.stat().st_size for path in vault._folder.glob("*.pack")) == size


def test_erased_is_gone_for_good_and_proven(vault: Vault) -> None:
    vault.put_many([(name(1), SECRET), (name(2), b"kept")], LATER)
    place = vault.place(name(1))
    assert place.key in content_on_disk(vault._folder)
    assert vault.erase([name(1), name(3)]) == 1
    assert place.key not in content_on_disk(vault._folder), "the key is still on the disk"
    with pytest.raises(Rejected, match="evidence-erased"):
        vault.get(name(1))
    with pytest.raises(Rejected, match="evidence-missing"):
        vault.get(name(3))
    assert vault.get(name(2)) == b"kept"
    ((_, reason, digest),) = vault.deletions(name(1))
    assert (reason, digest) == ("asked", place.digest.hex())
    assert vault.erase([name(1)]) == 0


def test_what_was_erased_can_be_filed_anew(vault: Vault) -> None:
    vault.put_many([(name(1), b"sample")], LATER)
    vault.erase([name(1)])
    vault.put_many([(name(1), b"sample")], LATER)
    assert vault.get(name(1)) == b"sample"


def test_what_may_not_be_kept_longer_goes(vault: Vault) -> None:
    vault.put_many([(name(1), b"old")], NOW)
    vault.put_many([(name(2), b"young")], LATER)
    assert vault.expire(NOW - timedelta(seconds=1)) == 0
    assert vault.expire(NOW) == 1
    with pytest.raises(Rejected, match="evidence-erased"):
        vault.get(name(1))
    assert vault.deletions(name(1))[0][1] == "expired"
    assert vault.get(name(2)) == b"young"


def test_every_flipped_bit_is_found(vault: Vault) -> None:
    vault.put_many([(name(number), b"evidence %d" % number) for number in range(5)], LATER)
    place = vault.place(name(3))
    path = pack.path(vault._folder, place.pack)
    whole = bytearray(path.read_bytes())
    whole[place.place + place.sealed_bytes // 2] ^= 1
    path.write_bytes(whole)
    assert [(damage.id, damage.reason) for damage in vault.verify()] == [(name(3), "evidence-damaged")]
    with pytest.raises(Rejected, match="evidence-damaged"):
        vault.get(name(3))


def test_an_item_is_not_taken_for_another(vault: Vault) -> None:
    vault.put_many([(name(1), b"of one"), (name(2), b"of two")], LATER)
    base = sqlite3.connect(vault._folder / "index.sqlite")
    row = base.execute(
        "SELECT pack, place, sealed_bytes, key, digest FROM item WHERE id = ?", (bytes.fromhex(name(2)),)
    )
    sql = "UPDATE item SET pack = ?, place = ?, sealed_bytes = ?, key = ?, digest = ? WHERE id = ?"
    base.execute(sql, (*row.fetchone(), bytes.fromhex(name(1))))
    base.commit()
    base.close()
    with pytest.raises(Rejected, match="evidence-damaged"):
        vault.get(name(1))


def test_a_torn_tail_harms_nothing(tmp_path: Path) -> None:
    vault = Vault(tmp_path)
    vault.put_many([(name(1), b"before")], LATER)
    vault.close()
    with pack.path(tmp_path, 1).open("ab") as file:
        file.write(pack.HEAD.pack(pack.MARK, 500, bytes(16)) + b"torn")
    vault = Vault(tmp_path)
    vault.put_many([(name(2), b"after")], LATER)
    assert vault.get_many([name(1), name(2)]) == [b"before", b"after"]
    assert vault.verify() == []
    assert pack.numbers(tmp_path) == [1]
    vault.close()


def file_some(folder: Path, first: int) -> None:
    vault = Vault(folder)
    for start in range(first, first + 200, 20):
        vault.put_many([(name(number), b"of %d" % number) for number in range(start, start + 20)], LATER)
    vault.close()


def test_processes_file_side_by_side(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    children = [context.Process(target=file_some, args=(tmp_path, first)) for first in (0, 100, 200)]
    for child in children:
        child.start()
    for child in children:
        child.join(60)
    assert [child.exitcode for child in children] == [0, 0, 0]
    reader = VaultReader(tmp_path)
    assert reader.get_many([name(number) for number in range(400)]) == [b"of %d" % number for number in range(400)]
    reader.close()


def test_a_full_disk_keeps_nothing_of_the_call(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    vault.put_many([(name(1), b"before")], LATER)

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(pack.os, "fdatasync", full)
        with pytest.raises(Unavailable):
            vault.put_many([(name(2), b"lost")], LATER)
    with pytest.raises(Rejected, match="evidence-missing"):
        vault.get(name(2))
    vault.put_many([(name(2), b"again")], LATER)
    assert vault.get_many([name(1), name(2)]) == [b"before", b"again"]


def test_packs_without_a_living_item_are_deleted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pack, "FULL_BYTES", 50)
    vault = Vault(tmp_path)
    for number in range(4):
        vault.put_many([(name(number), SECRET)], LATER)
    assert pack.numbers(tmp_path) == [1, 2, 3, 4]
    vault.erase([name(0), name(2)])
    assert pack.numbers(tmp_path) == [2, 4]
    assert vault.get_many([name(1), name(3)]) == [SECRET, SECRET]
    vault.close()
