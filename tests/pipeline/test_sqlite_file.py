"""A small SQLite file: there with its tables, or said to be out of reach."""

from pathlib import Path

import pytest

from spamatlas.model import Unavailable
from spamatlas.pipeline.sqlite_file import opened

SCHEMA = "CREATE TABLE IF NOT EXISTS note (word TEXT) STRICT;"


def test_what_was_written_is_there_when_it_is_opened_again(tmp_path: Path) -> None:
    for word in ("one", "two"):
        with opened(tmp_path / "notes.sqlite", SCHEMA, "the notes") as base:
            base.execute("INSERT INTO note VALUES (?)", (word,))
    with opened(tmp_path / "notes.sqlite", SCHEMA, "the notes") as base:
        assert base.execute("SELECT word FROM note ORDER BY rowid").fetchall() == [("one",), ("two",)]


def test_a_file_out_of_reach_is_named(tmp_path: Path) -> None:
    with (
        pytest.raises(Unavailable, match="the notes can't be written or read"),
        opened(tmp_path / "no" / "notes.sqlite", SCHEMA, "the notes"),
    ):
        pass
