"""What a campaign's wordings say, in a command's words."""

import pytest

from spamatlas.cli.kin import say_kin

KIN = {
    "campaign": "C-9",
    "likeness": 0.91,
    "shared_words": ["the same page path"],
    "differing_words": ["other numbers"],
}


def test_kin_are_explained(capsys: pytest.CaptureFixture[str]) -> None:
    say_kin(
        [{"kin": [KIN, {**KIN, "shared_words": [], "differing_words": []}], "wordings": {"read": 4, "rewritten": 2}}]
    )
    assert capsys.readouterr().out.splitlines() == [
        "  2 of its 4 wordings say another one in other words",
        "  Suggested, may be the same maker:",
        "    C-9  the same page path, 0.91 alike in meaning; not in common: other numbers",
        "    C-9  0.91 alike in meaning",
    ]


def test_what_wordings_mean_is_said_with_its_weight(capsys: pytest.CaptureFixture[str]) -> None:
    say_kin([{"meanings": [{"text": "Its meaning is close to that of fraud.", "wordings": 4, "weight": 0.5}]}])
    assert capsys.readouterr().out == "  Its meaning is close to that of fraud. (4 of its wordings, +0.50)\n"


def test_lists_and_campaigns_of_one_wording_say_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    say_kin([{"campaign": "C-1"}, {"campaign": "C-2", "kin": [], "wordings": {"read": 1, "rewritten": 0}}])
    assert capsys.readouterr().out == ""
