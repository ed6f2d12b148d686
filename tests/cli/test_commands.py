# ruff: noqa: E501
"""The commands of the contract, each as a user calls it, on one data folder."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.cli.calling import PARCEL, VERDICT, called

Run = Callable[..., tuple[int, Any]]


def call(data: Path, *arguments: str | Path) -> tuple[int, Any]:
    """Exit code, and what was printed: decoded where it is JSON."""
    done = called(data, *arguments)
    try:
        return done.returncode, json.loads(done.stdout)
    except ValueError:
        return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("texts")
    with (folder / "texts.jsonl").open("w") as file:
        for number in range(20):
            text = (
                PARCEL.format(100 + number)
                if number < 12
                else f"Lunch at {number} with the other team? {'xyz'[number % 3]}"
            )
            file.write(json.dumps({"id": f"t{number}", "channel": "sms", "text": text, "sender": "+15550100"}) + "\n")
    (folder / "mail.eml").write_bytes(b"From: a@sender.example\r\nSubject: Offer\r\n\r\nhttps://shop.example/\r\n")
    return folder


@pytest.fixture(scope="module")
def filed(texts: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("node") / "data"
    code, answer = call(data, "report", texts, "--json")
    assert code == 0
    assert set(answer) == {"accepted", "duplicates", "quarantined", "rejected", "seconds"}
    assert (answer["accepted"], answer["duplicates"], answer["quarantined"], answer["rejected"]) == (21, 0, 0, [])
    return data


def test_filing_twice_is_a_duplicate_and_two_reporters_count_twice(texts: Path, tmp_path: Path) -> None:
    answers = [call(tmp_path, "report", texts, "--json", "--reporter", who)[1] for who in ("a", "a", "b")]
    assert [(each["accepted"], each["duplicates"]) for each in answers] == [(21, 0), (0, 21), (21, 0)]
    found = call(tmp_path, "campaigns", "--members", "--json")[1]
    assert sum(each["size"] for each in found) == 42


def test_campaigns_name_their_members_by_the_callers_ids(filed: Path) -> None:
    code, found = call(filed, "campaigns", "--members", "--json")
    assert code == 0
    assert all(list(each)[:3] == ["campaign", "size", "members"] for each in found)
    assert all(each["size"] == len(each["members"]) for each in found)
    assert set(found[0]["members"]) == {f"t{number}" for number in range(12)}
    one = call(filed, "campaigns", found[0]["campaign"], "--json")[1]
    assert one[0]["size"] == 12
    assert {tie["words"] for tie in one[0]["ties"]} >= {"leads to the same place"}
    assert all(0 < tie["reports"] < 12 and 0 < tie["alike"] <= 1 for tie in one[0]["ties"])
    assert "ties" not in found[0]
    code, words = call(filed, "campaigns", "C-0000000000000000")
    assert code == 1
    assert "no campaign is called" in words


def test_every_statistic_answers(filed: Path) -> None:
    code, known = call(filed, "stats", "--json")
    assert code == 0
    names = [each["name"] for each in known]
    assert len(names) >= 8
    for name in ("volume", "languages"):
        code, table = call(filed, "stats", name, "--json")
        assert code == 0
        assert {"title", "unit", "rows"} <= set(table)
    code, words = call(filed, "stats", "no-such-statistic")
    assert code == 2
    assert "Traceback" not in words


def test_follow_by_the_callers_id_shows_every_stage(filed: Path) -> None:
    code, shown = call(filed, "follow", "t3")
    assert code == 0
    assert shown["log"]["caller_id"] == "t3"
    assert "evidence" in shown
    assert "parcel-fee.example" in json.dumps(shown)
    assert call(filed, "follow", "never-filed")[0] == 1


def test_follow_says_its_reasons_with_their_facts_in_place(tmp_path: Path) -> None:
    lines = [{"id": f"p{n}", "channel": "sms", "reporter": f"r{n}", "text": f"{PARCEL.format(n)}"} for n in range(6)]
    (tmp_path / "six.jsonl").write_text("\n".join(map(json.dumps, lines)))
    assert call(tmp_path / "data", "report", str(tmp_path / "six.jsonl"))[0] == 0
    (many,) = [
        each
        for each in call(tmp_path / "data", "follow", "p5")[1]["verdict"]["bulk"]["reasons"]
        if each["code"] == "many-messages"
    ]
    assert (many["text"], many["facts"]) == ("6 messages of this campaign were seen.", {"count": "6"})


def test_judging_gives_the_contracts_lines_in_order(texts: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "spamatlas", "judge", str(texts / "texts.jsonl"), "--data", str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["id"] for line in lines] == [f"t{number}" for number in range(20)]
    for line in lines:
        assert set(line) >= VERDICT
        assert 0 <= line["spam"] <= 1
        assert line["verdict"] in {"spam", "suspect", "ham"}
        assert line["bulk"]["value"] == "unknown"
    assert lines[0]["spam"] > lines[15]["spam"]


def test_quarantine_is_listed_shown_replayed_and_dropped(tmp_path: Path) -> None:
    path = tmp_path / "empty.jsonl"
    path.write_text('{"id": "e1", "channel": "sms", "text": " "}\n{"id": "e2", "channel": "email", "raw": "IA=="}\n')
    code, answer = call(tmp_path / "data", "report", path, "--json")
    assert code == 1
    held = call(tmp_path / "data", "quarantine", "list", "--json")[1]
    assert len(held) == answer["quarantined"] > 0
    assert answer["accepted"] == len(held)
    first = held[0]["id"]
    code, shown = call(tmp_path / "data", "quarantine", "show", first)
    assert code == 0
    assert '"id"' in shown["body"]
    assert call(tmp_path / "data", "quarantine", "replay", "--json")[1] == {"passed": 0, "still held": len(held)}
    assert call(tmp_path / "data", "quarantine", "drop", first, "--json")[1] == {"dropped": 1}
    assert len(call(tmp_path / "data", "quarantine", "list", "--json")[1]) == len(held) - 1
    assert call(tmp_path / "data", "quarantine", "show", first)[0] == 1
    assert call(tmp_path / "data", "quarantine", "drop")[0] == 2


def test_erasing_takes_the_evidence_and_leaves_the_counts(texts: Path, tmp_path: Path) -> None:
    call(tmp_path, "report", texts, "--json")
    before = call(tmp_path, "campaigns", "--json")[1]
    identity = call(tmp_path, "follow", "t3")[1]["log"]["id"]
    assert call(tmp_path, "erase", identity)[0] == 0
    shown = call(tmp_path, "follow", identity)[1]
    assert shown["evidence"]["deleted_at"]
    assert "parcel-fee.example/pay" not in json.dumps(shown)
    assert "5550100" not in json.dumps(shown)
    assert [each["size"] for each in call(tmp_path, "campaigns", "--json")[1]] == [each["size"] for each in before]


def test_samples_leave_nothing_behind(tmp_path: Path) -> None:
    code, loaded = call(tmp_path, "samples", "load", "--json")
    assert code == 0
    assert loaded["samples"] > 100
    assert call(tmp_path, "campaigns", "--json")[1]
    assert call(tmp_path, "samples", "remove", "--json")[1]["samples"] > 100
    assert call(tmp_path, "campaigns", "--json")[1] == []
    assert call(tmp_path, "export", "csv")[1] == ""


def test_a_command_asks_the_node_that_is_up(texts: Path, tmp_path: Path) -> None:
    script = (
        "import sys, pathlib\nfrom spamatlas.pipeline.opening import opened\nfrom spamatlas.settings import load\n"
        "if __name__ == '__main__':\n"
        f"    with opened(load(pathlib.Path({str(tmp_path)!r}))):\n        print('up', flush=True)\n        sys.stdin.read()\n"
    )
    starter = tmp_path / "node.py"
    starter.write_text(script)
    node = subprocess.Popen([sys.executable, str(starter)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        assert node.stdout
        while (line := node.stdout.readline()) != b"up\n":
            assert line, "the node did not start"
        code, answer = call(tmp_path, "report", texts / "texts.jsonl", "--json")
        assert (code, answer["accepted"]) == (0, 20)
        found = call(tmp_path, "campaigns", "--json")[1]
        assert found[0]["size"] == 12
        assert call(tmp_path, "follow", "t3")[1]["log"]["caller_id"] == "t3"
    finally:
        node.communicate(timeout=300)
    assert node.returncode == 0
    assert call(tmp_path, "report", texts / "texts.jsonl", "--json")[1]["duplicates"] == 20


def test_campaigns_are_joined_split_named_and_it_is_undone(texts: Path, tmp_path: Path) -> None:
    assert call(tmp_path, "report", texts, "--json")[0] == 0
    code, before = call(tmp_path, "campaigns", "--members", "--json")
    assert code == 0
    one, other = (each["campaign"] for each in before[:2])
    code, done = call(tmp_path, "campaigns", "merge", one, other, "--json")
    assert (code, done["action"]) == (0, 1)
    assert call(tmp_path, "campaigns", "name", done["campaign"], "Parcel", "fees")[0] == 0
    code, (joined,) = call(tmp_path, "campaigns", other, "--members", "--json")
    assert (joined["name"], joined["is_pinned"]) == ("Parcel fees", False)
    assert sorted(joined["members"]) == sorted(before[0]["members"] + before[1]["members"])
    code, split = call(tmp_path, "campaigns", "split", one, before[1]["members"][0], "--json")
    assert (code, split["reports"]) == (0, 1)
    code, (alone,) = call(tmp_path, "campaigns", split["campaign"], "--members", "--json")
    assert alone["members"] == before[1]["members"][:1]
    for expected in ("action 3 was undone", "action 2 was undone", "action 1 was undone"):
        code, said = call(tmp_path, "campaigns", "undo")
        assert (code, said.strip()) == (0, expected)
    code, after = call(tmp_path, "campaigns", "--members", "--json")
    assert {each["campaign"]: sorted(each["members"]) for each in after} == {
        each["campaign"]: sorted(each["members"]) for each in before
    }
    assert call(tmp_path, "campaigns", "undo")[0] == 1
    assert call(tmp_path, "campaigns", "merge", one)[0] == 2
    assert call(tmp_path, "campaigns", "pin", "C-12")[0] == 1
    assert call(tmp_path, "campaigns", "split", one, "no-such-report")[0] == 1
    assert call(tmp_path, "campaigns", "name", one, "x" * 81)[0] == 1


def test_a_countermeasure_is_noted_told_and_undone(filed: Path) -> None:
    name = call(filed, "campaigns", "--limit", "1", "--json")[1][0]["campaign"]
    code, done = call(
        filed, "campaigns", "countermeasure", name, "warning", "--organisation", "Example Regulator", "--json"
    )
    assert (code, done["campaign"]) == (0, name)
    code, said = call(filed, "campaigns", name)
    assert code == 0
    assert "warning Example Regulator: Too few reports or days to tell" in said
    assert call(filed, "campaigns", "countermeasure", name, "revenge")[0] == 2
    assert call(filed, "campaigns", "countermeasure", name)[0] == 2
    assert call(filed, "campaigns", "undo", str(done["action"]))[0] == 0


def test_each_line_that_is_no_entry_of_a_register_is_told_with_its_reason(tmp_path: Path) -> None:
    numbers = tmp_path / "numbers.csv"
    numbers.write_text("+447911654321\n07911654322\nfoo\n")
    data = tmp_path / "data"
    done = called(data, "register", "add", "do-not-call", numbers)
    assert done.returncode == 1
    assert "line 2: a number without its country code" in done.stderr
    assert "line 3: not a number or mail address" in done.stderr
    assert "07911654322" not in done.stderr
    code, added = call(data, "register", "add", "do-not-call", numbers, "--country", "gb", "--json")
    assert (code, added["register"]["entries"], added["lines"]) == (1, 2, [3])
    assert added["reasons"] == ["not a number or mail address"]
    assert called(data, "register", "add", "do-not-call", numbers, "--country", "XX").returncode == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("register", "add", "do-not-call", "gone.csv"), "gone.csv: No such file or directory"),
        (("outbox", "bounce", "gone.eml"), "gone.eml: No such file or directory"),
        (("member", "key", "end", "0123abcd"), "'spamatlas member key list' names what there is"),
    ],
)
def test_what_can_not_be_done_is_said_with_its_name_and_what_to_do(
    filed: Path, words: tuple[str, ...], said: str
) -> None:
    code, printed = call(filed, *words)
    assert (code, said in printed, "Traceback" in printed) == (1, True, False), printed
