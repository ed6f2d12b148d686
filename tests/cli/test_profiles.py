"""Profiles and registers, as a user calls them."""

import json
from pathlib import Path

import pytest
from tests.cli.calling import called

from spamatlas.cli.commands.judge import judge_command
from spamatlas.cli.commands.profiles import profiles_command
from spamatlas.cli.commands.register import register_command
from spamatlas.judge import profiles

SALE = "MEGA SALE! 70% off designer watches, buy now at http://watches-deal.example/buy. Click to unsubscribe"
TEXT = {"id": "sale", "channel": "email", "text": SALE, "recipient": "ana@home.example", "sender": "news@shop.example"}


@pytest.fixture
def mail(tmp_path: Path) -> Path:
    path = tmp_path / "texts.jsonl"
    path.write_text(json.dumps(TEXT) + "\n" + json.dumps({"id": "lunch", "channel": "sms", "text": "Lunch?"}) + "\n")
    return path


def judged(data: Path, mail: Path, profile: str, capfd: pytest.CaptureFixture[str]) -> dict[str, dict]:
    assert judge_command([mail], profile=profile, data=data) == 0
    return {each["id"]: each for each in map(json.loads, capfd.readouterr().out.splitlines())}


def test_profiles_are_listed_and_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert profiles_command(json=True) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["profile"].partition("/")[0] for row in rows] == list(profiles()) and all(row["source"] for row in rows)
    assert profiles_command("show", "US") == 0
    assert json.loads(capsys.readouterr().out)["channels"]["email"]["consent"] == "opt-out"
    with pytest.raises(ValueError, match="no profile"):
        profiles_command("show", "zz")
    assert profiles_command("show") == profiles_command("compare", "us") == 2


def test_judging_under_several_tells_what_each_makes_of_it(
    tmp_path: Path, mail: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    one = judged(tmp_path / "d", mail, "us", capfd)["sale"]
    assert one["verdict"] == "suspect" and "under" not in one
    several = judged(tmp_path / "d", mail, "us,de", capfd)
    told = [(each["profile"].partition("/")[0], each["verdict"], each["because"]) for each in several["sale"]["under"]]
    assert told == [("us", "suspect", "may-object"), ("de", "spam", "")]
    assert several["sale"]["verdict"] == "suspect"
    assert {each["verdict"] for each in several["lunch"]["under"]} == {"ham"}
    with pytest.raises(ValueError, match="zz"):
        judge_command([mail], profile="us,zz", data=tmp_path / "d")


def test_messages_are_put_side_by_side(tmp_path: Path, mail: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert profiles_command("compare", "us", "de", [mail], data=tmp_path / "d") == 0
    assert "1 of 2 are ruled differently" in capfd.readouterr().out


def test_registers_are_evidence_from_the_next_message_on(
    tmp_path: Path, mail: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    data, refusals, consents = tmp_path / "d", tmp_path / "no.csv", tmp_path / "yes.csv"
    refusals.write_text("address\nAna@home.example\nnobody\n")
    consents.write_text("shop.example,ana@home.example\n")
    assert register_command("add", "do-not-contact", refusals, name="robinson", data=data) == 1, "a line was refused"
    assert "1 line that is no entry (line 3)" in capfd.readouterr().err
    refused = judged(data, mail, "us", capfd)["sale"]
    assert refused["verdict"] == "spam"
    assert "do-not-contact" in [each["code"] for each in refused["unsolicited"]["reasons"]]
    assert register_command("add", "consent", consents, data=data, json=True) == 0
    assert json.loads(capfd.readouterr().out)["register"]["entries"] == 1
    asked = judged(data, mail, "de", capfd)["sale"]
    assert (asked["verdict"], asked["unsolicited"]["value"]) == ("suspect", "no")
    assert asked["reasons"][0]["code"] == "asked-for"
    assert register_command("list", data=data, json=True) == 0
    assert [row["name"] for row in json.loads(capfd.readouterr().out)] == ["consent", "robinson"]
    assert register_command("remove", "robinson", data=data) == 0
    assert register_command("remove", "robinson", data=data) == 1
    assert register_command("add", "nonsense", refusals, data=data) == register_command("remove", data=data) == 2


@pytest.mark.parametrize("month", ["2026-13", "november", "2026"])
def test_a_month_that_is_none_is_a_wrong_usage_and_makes_no_store(tmp_path: Path, month: str) -> None:
    done = called(tmp_path / "new", "profiles", "compare", "us", "de", "--month", month)
    assert done.returncode == 2
    assert "2026-11" in done.stdout + done.stderr
    assert not (tmp_path / "new").exists()
