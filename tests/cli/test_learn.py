"""Two places teach, exchange what they learnt, and take it back."""

import json
from pathlib import Path

import pytest
from tests.cli.calling import called

from spamatlas.cli.commands.learn import learn_command
from spamatlas.judge import Learned
from spamatlas.model import Rejected
from spamatlas.pipeline.accounts import Accounts
from spamatlas.pipeline.folder import Folder
from spamatlas.settings import load


def mail(path: Path, words: str) -> Path:
    path.write_text(f"From: a@sender.example\r\nTo: b@example.org\r\nSubject: Hello\r\n\r\n{words}\r\n")
    return path


def test_what_one_place_learnt_another_takes_in_under_a_name_and_gives_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ours, theirs, file = tmp_path / "ours", tmp_path / "theirs", tmp_path / "shared.npz"
    spam = [mail(tmp_path / f"{place}.eml", f"cheap pills for sale number {place}") for place in range(3)]
    assert learn_command("spam", *spam[:2], data=theirs) == 0
    assert learn_command("ham", *spam[2:], data=ours) == 0
    before = (ours / "weights.npz").read_bytes()
    assert learn_command("export", file, data=theirs) == 0
    assert learn_command("import", file, from_="operator-b", data=ours) == 0
    assert Learned.read(ours / "weights.npz").texts == [1, 2]
    capsys.readouterr()
    learn_command("list", data=ours, json=True)
    assert '"import operator-b"' in capsys.readouterr().out
    with pytest.raises(Exception, match="imported-before"):
        learn_command("import", file, from_="operator-b", data=ours)
    with pytest.raises(Exception, match="bad-name"):
        learn_command("import", file, from_="../x", data=ours)
    again = tmp_path / "again.npz"
    learn_command("export", again, data=ours)
    assert Learned.read(again).texts == [1, 0], "what was taken in is not passed on as ours"
    assert learn_command("forget", import_="operator-b", data=ours) == 0
    assert (ours / "weights.npz").read_bytes() == before
    with pytest.raises(Exception, match="no-such-import"):
        learn_command("forget", import_="operator-b", data=ours)
    assert load(ours).data == ours


@pytest.mark.parametrize(("label", "paths"), [("spam", None), ("export", None), ("list", [Path("x")])])
def test_what_makes_no_sense_is_wrong_usage(tmp_path: Path, label: str, paths: list[Path] | None) -> None:
    assert learn_command(label, *(paths or ()), data=tmp_path) == 2  # type: ignore[arg-type]


def test_what_is_taught_stands_in_the_audit_trail_and_what_changes_nothing_does_not(tmp_path: Path) -> None:
    data, spam = tmp_path / "node", mail(tmp_path / "spam.eml", "cheap pills for sale")
    for _ in range(2):
        assert learn_command("spam", spam, data=data) == 0
    assert learn_command("export", tmp_path / "ours.npz", data=data) == 0
    accounts = Accounts(Folder(data))
    deeds = accounts.trail.newest()
    accounts.close()
    assert [(each.who, each.what, each.about) for each in deeds] == [("command", "changed", "learn spam")]


def refused(file: Path, name: str, place: Path) -> str:
    with pytest.raises(Rejected) as why:
        learn_command("import", file, from_=name, data=place)
    assert why.value.code == "counts-already"
    return why.value.detail


def test_what_counts_already_is_not_counted_twice(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ours, theirs, first, later, own = (tmp_path / each for each in ("ours", "theirs", "1.npz", "2.npz", "own.npz"))
    for place in (ours, theirs):
        learn_command("spam", mail(tmp_path / f"{place.name}.eml", f"cheap pills for {place.name}"), data=place)
    learn_command("export", first, data=theirs)
    capsys.readouterr()
    learn_command("import", first, from_="op-a", data=ours, json=True)
    said = json.loads(capsys.readouterr().out)
    assert (said["lessons"], said["origin"]) == (1, Folder(theirs).place())
    before = (ours / "weights.npz").read_bytes()
    assert "op-a" in refused(first, "op-b", ours), "the same again"
    learn_command("spam", mail(tmp_path / "more.eml", "cheap pills for all"), data=theirs)
    learn_command("export", later, data=theirs)
    assert "op-a" in refused(later, "op-b", ours), "a later export holds the earlier one"
    learn_command("export", own, data=ours)
    assert "taught here" in refused(own, "op-c", ours)
    nameless = Learned.read(own)
    nameless.origin = ""
    nameless.write(own)
    assert "taught here" in refused(own, "op-c", ours), "by its content, if it names no place"
    assert (ours / "weights.npz").read_bytes() == before
    capsys.readouterr()
    learn_command("list", data=ours, json=True)
    listed = {each["teachers"]: each for each in json.loads(capsys.readouterr().out)}
    assert listed["import op-a"]["origin"] == said["origin"]
    assert listed["import op-a"]["content"] == said["content"]
    learn_command("forget", import_="op-a", data=ours)
    assert learn_command("import", later, from_="op-b", data=ours) == 0
    assert Learned.read(ours / "weights.npz").texts == [0, 3]


def test_who_teaches_one_kind_alone_is_told_what_counts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = tmp_path / "node"
    learn_command("spam", mail(tmp_path / "spam.eml", "cheap pills for sale"), data=data)
    assert "15 of each kind on; you have 1 of spam and 0 of ham" in capsys.readouterr().out
    learn_command("spam", tmp_path / "spam.eml", data=data)
    assert "of each kind" not in capsys.readouterr().out, "nothing was learnt, nothing is said"
    learn_command("forget", tmp_path / "spam.eml", data=data)
    assert not Learned.read(data / "weights.npz").copies


def test_an_option_may_stand_anywhere_among_the_paths(tmp_path: Path) -> None:
    paths = [mail(tmp_path / f"{name}.eml", f"See you at {name}, bring the tickets.") for name in ("noon", "eight")]
    done = called(tmp_path / "data", "learn", "ham", "--json", *paths)
    assert done.returncode == 0, done.stderr
    assert '"learnt": 2' in done.stdout
