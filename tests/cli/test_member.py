"""Members by command, with no node up and with one; what is shown once, and what is refused."""

import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from spamatlas.pipeline.accounts import Accounts
from spamatlas.pipeline.desk import Desk
from spamatlas.pipeline.folder import Folder
from spamatlas.pipeline.member_answers import MemberAnswers
from spamatlas.settings import Settings


def run(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "spamatlas", *words, "--data", str(data)]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)


def asked(data: Path, *words: str) -> Any:
    done = run(data, *words, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_members_people_and_keys_by_command(tmp_path: Path) -> None:
    assert asked(tmp_path, "member", "add", "The Authority", "--kind", "state", "--country", "ke")["country"] == "KE"
    added = asked(tmp_path, "member", "person", "add", "the authority", "Ada", "ada@example.org", "--role", "analyst")
    assert added["person"]["roles"] == ["analyst"]
    made = asked(tmp_path, "member", "key", "add", "1", "feed", "--scope", "reports:write", "--days", "9")
    shown = run(tmp_path, "member", "show", "1").stdout
    assert made["key"]["prefix"] in shown
    assert made["secret"] not in shown
    assert asked(tmp_path, "member", "key", "end", made["key"]["prefix"])["ended_at"]
    assert [each["what"] for each in asked(tmp_path, "audit")] == [
        "key-ended", "key-added", "person-added", "member-added",
    ]  # fmt: skip
    assert asked(tmp_path, "member", "passkey", "list") == []
    verified = asked(tmp_path, "audit", "verify")
    assert (verified["holds"], verified["entries"]) == (True, 4)
    assert run(tmp_path, "audit", "verify", "--until", "0" * 63 + "1").returncode == 1


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["member", "person", "fly"], 2, "does one of"),
        (["member", "add"], 2, "wants NAME"),
        (["member", "show", "nobody"], 1, "nobody and nothing"),
        (["member", "passkey", "end", "7"], 1, "nobody and nothing"),
        (["member", "add", "X", "--kind", "kingdom"], 2, "write one of"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, words: list[str], status: int, said: str) -> None:
    Folder(tmp_path).accounts_secret()
    done = run(tmp_path, *words)
    assert (done.returncode, said in done.stderr) == (status, True), done.stderr


def test_a_node_that_is_up_is_asked(tmp_path: Path) -> None:
    """Its memory of keys must know at once what a command ends."""
    folder = Folder(tmp_path)
    folder.make()
    answers = MemberAnswers()
    answers.node = SimpleNamespace(accounts=Accounts(folder, Settings(data=tmp_path)))
    questions = {"membership": answers.membership, "health": dict}
    desk = Desk(folder.socket, questions)
    try:
        asked(tmp_path, "member", "add", "One")
        shown = asked(tmp_path, "member", "key", "add", "1", "feed", "--scope", "judge")["secret"]
        accounts: Accounts = answers.accounts
        assert accounts.recognition.look_up("key", shown).kind == "key"
        asked(tmp_path, "member", "key", "end", shown.split("_")[1])
        assert accounts.recognition.quick("key", shown) is None
        assert answers.noted({"erase": lambda identities: {"erased": 1}})["erase"](identities=["x"]) == {"erased": 1}
        newest = accounts.trail.newest()[0]
        assert (newest.who, newest.what, newest.about) == ("command", "changed", "erase")
    finally:
        desk.close()
