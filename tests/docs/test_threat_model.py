"""docs/threat_model.md names for every threat a test that is there; and what has no test of its own elsewhere."""

import json
import re
import subprocess
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "threat_model.md").read_text("utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.splitlines()
    if line.startswith("|") and not line.startswith(("|---", "| threat |"))
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0][:60])
def test_every_threat_has_tests_that_are_there(row: list[str]) -> None:
    assert len(row) == 3
    assert all(row)
    named = re.findall(r"`([^`]+)`", row[2])
    assert named, "a threat that nothing tests belongs under 'What does not hold'"
    for each in named:
        path, _, name = each.partition("::")
        assert re.search(rf"^ *(async )?def {name}\(", (ROOT / path).read_text("utf-8"), re.MULTILINE), each


def test_there_are_threats() -> None:
    assert len(ROWS) >= 30


@pytest.mark.parametrize("path", sorted((ROOT / "requirements").glob("*.txt")), ids=lambda path: path.stem)
def test_every_part_is_pinned_by_hash(path: Path) -> None:
    lines = path.read_text("utf-8").replace("\\\n", " ").splitlines()
    parts = [line for line in lines if line.strip() and not line.startswith(("#", " "))]
    assert parts
    for line in parts:
        assert re.match(r"[\w.\[\]-]+==\S+", line), line
        assert "--hash=sha256:" in line, line


def audit_of(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], told: object
) -> tuple[list[str], str]:
    monkeypatch.syspath_prepend(str(ROOT / "requirements"))
    audit = import_module("audit")
    answer = json.dumps({"dependencies": told}).encode() if told is not None else b"no route to host"
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: subprocess.CompletedProcess([], 0, answer))
    return audit.advisories(Path("run.txt")), capsys.readouterr().out


def test_the_audit_says_what_is_known_and_what_was_not_looked_up(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    weak = {"name": "part", "version": "1.0", "vulns": [{"id": "PYSEC-2026-1", "fix_versions": ["1.1"]}]}
    fine = {"name": "other", "version": "2.0", "vulns": []}
    known, said = audit_of(monkeypatch, capsys, [weak, fine])
    assert (known, said) == (["part 1.0: PYSEC-2026-1, mended in 1.1"], "")
    known, said = audit_of(monkeypatch, capsys, [fine, {"name": "third", "skip_reason": "not found"}])
    assert known == []
    assert "1 of 2 parts not looked up" in said
    known, said = audit_of(monkeypatch, capsys, None)
    assert known == []
    assert "can't be reached" in said
