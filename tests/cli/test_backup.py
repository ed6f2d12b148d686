"""The drill: a node is backed up while reports come in, and another one goes on from the backup."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest
from tests.cli.calling import called
from tests.pipeline.filing import filed

from spamatlas.cli import keeping
from spamatlas.model import Rejected
from spamatlas.pipeline.opening import opened
from spamatlas.settings import Settings


def coming(answers, stop: Event, taken: list[str]) -> None:
    number = 0
    while not stop.is_set():
        receipt = answers.accept([filed("r", b"Number %d: pay at https://pay.example/%d" % (number, number % 7))])
        taken += receipt.ids
        number += 1


@pytest.fixture
def backed(tmp_path: Path) -> Iterator[dict]:
    """What was known of a node when it was backed up amid filing, and what was done to it afterwards."""
    place = Settings(data=tmp_path / "node", workers=2)
    with opened(place) as answers:
        early = answers.accept([filed("r", b"Early %d: win at https://win.example/" % each) for each in range(30)]).ids
        answers.drain()
        answers.membership("add_member", {"name": "Authority", "kind": "state", "country": "KE"})
        answers.erase([early[0]])
        held = answers.privacy("hold", {"kind": "report", "about": early[1], "reason": "a case"})
        stop, taken = Event(), list(early)
        filing = Thread(target=coming, args=(answers, stop, taken))
        filing.start()
        try:
            made = keeping.create(place, str(tmp_path), quiet=True)
        finally:
            stop.set()
            filing.join()
        answers.privacy("release", {"number": held.id, "reason": "the case is closed"})
        answers.erase([early[1]])
        (tmp_path / "erasures.jsonl").write_text("".join(f'{{"id": "{x["id"]}"}}\n' for x in answers.erasures()))
        campaigns = {each["campaign"] for each in answers.campaigns(limit=0)}
    assert not (tmp_path / "node" / "snapshots").exists()
    return {"made": made, "early": early, "taken": taken, "campaigns": campaigns, "folder": tmp_path}


def test_a_node_goes_on_from_a_backup_that_was_made_while_it_ran(backed: dict) -> None:
    made, early, folder = backed["made"], backed["early"], backed["folder"]
    place = Settings(data=folder / "again", workers=2)
    restored = keeping.restore(Path(made["file"]), place, folder / "erasures.jsonl", quiet=True)
    assert restored["reports"] == made["reports"] >= 30
    assert restored["entries"] >= restored["reports"]
    with opened(place) as answers:
        answers.drain()
        there = {each["id"] for each in answers.reports(limit=100_000)}
        assert len(there) == made["entries"]
        assert there <= set(backed["taken"])
        assert {each["campaign"] for each in answers.campaigns(limit=0)} <= backed["campaigns"]
        assert answers.node.vault.verify() == []
        digests = answers.node.vault.digests(sorted(there))
        assert there - set(digests) == set(early[:2])
        assert [each["name"] for each in answers.membership("members", {}) if each["name"] == "Authority"] == [
            "Authority"
        ]
        assert answers.membership("audit_verified", {"until": ""})["holds"]
        again = answers.accept([filed("r", b"Early 5: win at https://win.example/"), filed("r", b"News")])
        assert (again.accepted, again.duplicates) == (1, 1)
        answers.drain()
        assert len(answers.reports(limit=100_000)) == made["entries"] + 1


def test_without_the_list_of_erasures_only_what_was_erased_before_is_gone(backed: dict) -> None:
    place = Settings(data=backed["folder"] / "again")
    keeping.restore(Path(backed["made"]["file"]), place, None, quiet=True)
    with opened(place) as answers:
        assert set(backed["early"][:2]) - set(answers.node.vault.digests(backed["early"])) == {backed["early"][0]}


def test_refusals_say_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"x")
    for arguments, code, words in (
        (("create",), 1, "no node"),
        (("verify", tmp_path / "x"), 1, "no backup"),
        (("restore", tmp_path / "missing"), 1, "no file"),
        (("verify",), 2, "want a file"),
    ):
        done = called(tmp_path / "node", "backup", *arguments)
        assert (done.returncode, words in done.stderr) == (code, True), done.stderr
    with pytest.raises(Rejected, match="written like"):
        keeping.erasures(Settings(data=tmp_path), "yesterday")
