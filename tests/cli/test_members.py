"""Reports of a campaign are written as they are read, however many there are."""

from typing import Any

import msgspec
import pytest

from spamatlas.cli.members import print_json_with_members, print_members

REPORTS = [f"report {place}" for place in range(7)]


def ask(question: str, *, name: str, after: int) -> dict[str, Any]:
    assert question == "campaign_members"
    found = REPORTS[after : after + 3] if name == "C-1" else []
    return {"members": found, "after": after + len(found)}


def test_all_are_there_in_order_and_it_is_one_document(capsys: pytest.CaptureFixture[str]) -> None:
    print_json_with_members(ask, [{"campaign": "C-1", "size": 7}, {"campaign": "C-2", "size": 0}])
    assert msgspec.json.decode(capsys.readouterr().out) == [
        {"campaign": "C-1", "size": 7, "members": REPORTS},
        {"campaign": "C-2", "size": 0, "members": []},
    ]
    print_json_with_members(ask, [])
    assert msgspec.json.decode(capsys.readouterr().out) == []


def test_for_people_one_a_line_and_no_terminal_obeys_them(capsys: pytest.CaptureFixture[str]) -> None:
    print_members(lambda *_, name, after: {"members": [] if after else ["a", "\x1b[2J"], "after": 1}, "C-1")
    assert capsys.readouterr().out == "a\n\\u001b[2J\n"
