"""A data folder that is not there: who asks is told so and makes nothing, who begins a node gets one."""

from pathlib import Path

import pytest
from tests.cli.calling import called

ASKING = (
    ("stats",),
    ("stats", "volume", "--json"),
    ("campaigns",),
    ("campaigns", "merge", "C-00f3a1b2c3d4e5f6", "C-00f3a1b2c3d4e5f7"),
    ("follow", "4f1c22"),
    ("export", "csv"),
    ("erase", "4f1c22"),
    ("quarantine", "list"),
    ("samples", "remove"),
    ("evidence", "export", "4f1c22aa09"),
    ("evidence", "authority"),
    ("backup", "create"),
    ("backup", "erasures"),
    ("trace", "AS64500"),
    ("trace", "C-77aa17d489153656"),
    ("privacy", "find", "ada@example.org"),
    ("profiles", "compare", "us", "de", "--month", "2026-10"),
    ("audit", "verify"),
    ("member", "list"),
    ("member", "key", "end", "0123abcd"),
    ("outbox", "list"),
    ("learn", "list"),
    ("learn", "forget", "--import", "theirs"),
    ("model", "list"),
    ("model", "promote"),
    ("register", "list"),
    ("register", "remove", "national"),
)
"""Each way in which commands open a data folder: by the node's questions, its records, its lessons, its files."""


@pytest.mark.parametrize("words", ASKING, ids=" ".join)
def test_who_asks_where_no_node_is_hears_so_and_makes_none(words: tuple[str, ...], tmp_path: Path) -> None:
    data = tmp_path / "mistyped"
    done = called(data, *words)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"spamatlas: no node in {data}; 'spamatlas up --data {data}' makes one\n"
    assert not data.exists()


def test_settings_alone_are_no_node(tmp_path: Path) -> None:
    (tmp_path / "spamatlas.toml").write_text('node_name = "New"\n')
    assert "no node in" in called(tmp_path, "stats").stderr
    assert [each.name for each in tmp_path.iterdir()] == ["spamatlas.toml"]


def test_what_the_machine_knows_of_a_number_is_told_without_a_node(tmp_path: Path) -> None:
    done = called(tmp_path / "mistyped", "trace", "+882131234567")
    assert done.returncode == 0
    assert "told without reports: no node in" in done.stderr
    assert "882131234567" in done.stdout
    assert "Not seen" not in done.stdout
    assert not (tmp_path / "mistyped").exists()


def test_judging_wants_no_node_and_makes_none(tmp_path: Path) -> None:
    (tmp_path / "mail.eml").write_bytes(b"From: a@sender.example\r\nSubject: Offer\r\n\r\nhttps://shop.example/\r\n")
    assert called(tmp_path / "mistyped", "judge", tmp_path / "mail.eml").returncode == 0
    assert not (tmp_path / "mistyped").exists()


@pytest.mark.parametrize(
    "words",
    [
        ("member", "add", "Authority", "--kind", "state", "--country", "KE"),
        ("learn", "spam", "MAIL"),
        ("register", "add", "dear-range", "MAIL"),
        ("report", "MAIL"),
    ],
    ids=" ".join,
)
def test_who_begins_a_node_gets_one_that_can_be_asked(words: tuple[str, ...], tmp_path: Path) -> None:
    mail = tmp_path / "mail.eml"
    mail.write_bytes(
        b"+88213\n" if "dear-range" in words else b"From: a@sender.example\r\n\r\nhttps://shop.example/\r\n"
    )
    done = called(tmp_path / "new", *(str(mail) if each == "MAIL" else each for each in words))
    assert done.returncode == 0, done.stderr
    assert called(tmp_path / "new", "register", "list").returncode == 0
