"""The outbox by command, with no node up."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from spamatlas.pipeline.accounts import Accounts
from spamatlas.pipeline.folder import Folder
from spamatlas.pipeline.posting import Posting
from spamatlas.settings import load

SETTINGS = 'smtp_host = "127.0.0.1"\nmail_from = "reports@node.example"\n'
REPORT = b"From: MAILER-DAEMON@mx.example\nReturn-Path: <>\n\n550 5.1.1 no such user\n"


def run(data: Path, *words: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "spamatlas", "outbox", *words, "--data", str(data)]
    return subprocess.run(command, input=given, capture_output=True, timeout=300, check=False)


def asked(data: Path, *words: str, given: bytes = b"") -> Any:
    done = run(data, *words, "--json", given=given)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_what_is_put_in_is_shown_taken_back_and_comes_back(tmp_path: Path) -> None:
    (tmp_path / "spamatlas.toml").write_text(SETTINGS, "utf-8")
    assert asked(tmp_path, "dkim")
    assert asked(tmp_path, "test", "ada@example.org", "--language", "fr")["language"] == "fr"
    shown = run(tmp_path, "list").stdout.decode()
    assert "ada@example.org" in shown
    assert asked(tmp_path, "cancel", "1")["state"] == "cancelled"
    assert run(tmp_path, "cancel", "1").returncode == 1
    accounts = Accounts(Folder(tmp_path), settings=load(tmp_path, {}))
    path = Posting(accounts).proof.return_path(1)
    accounts.close()
    told = asked(tmp_path, "bounce", "-", "--recipient", path, given=REPORT)
    assert told == {"dispatch": 1, "status": "5.1.1", "did": "nothing"}


@pytest.mark.parametrize("words", [["show"], ["show", "x"], ["dkim", "x"], ["fly"], ["list", "1"]])
def test_what_is_wrongly_asked_is_said(tmp_path: Path, words: list[str]) -> None:
    done = run(tmp_path, *words)
    assert (done.returncode, done.stdout) == (2, b"")


def test_the_records_for_the_dns_are_printed_without_any_setting(tmp_path: Path) -> None:
    lines = run(tmp_path, "dkim").stdout.decode().splitlines()
    assert [each.partition(" ")[0] for each in lines if "IN TXT" in each] == [
        "spamatlas._domainkey.example.org.", "spamatlas-ed25519._domainkey.example.org.",
    ]  # fmt: skip
    assert run(tmp_path, "test", "ada@example.org").returncode == 1
