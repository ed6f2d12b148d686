"""Calls and texts of an operator's records, judged from a report file as a user would."""

import json
from pathlib import Path
from typing import Any

import pytest

from spamatlas.cli.judging import items_from, verdict_lines
from spamatlas.intake import Refusal
from spamatlas.settings import Settings

HOME, OTHER = "+447400123456", "+447400123457"
FRENCH, BRITISH = "+33612345678", "+447400123450"


def judged(tmp_path: Path, home: str = "", **report: Any) -> dict[str, Any]:
    path = tmp_path / "reports.jsonl"
    path.write_text(json.dumps({"id": "1", **report}), "utf-8")
    settings = Settings(data=tmp_path / "data", workers=1, home_country=home)
    (found,) = verdict_lines(items_from([path], "jsonl", settings), settings, 1)
    assert isinstance(found, bytes), found
    return dict(json.loads(found))


def codes(verdict: dict[str, Any]) -> set[str]:
    return {reason["code"] for reason in verdict["reasons"]} - {"form", "wording", "prior", "nothing-to-read"}


def sms(sender: str, **fields: str) -> dict[str, Any]:
    text = "Your card ending 1234 was used at 10:15"
    return {"channel": "sms", "sender": sender, "text": text, "headers": fields}


@pytest.mark.parametrize(
    ("report", "home", "way", "found"),
    [
        (sms("72345", smsc=FRENCH), "GB", "international", {"short-code-abroad"}),
        (sms("72345", smsc=FRENCH) | {"recipient": OTHER}, "", "international", {"short-code-abroad"}),
        (sms("72345", smsc=BRITISH), "GB", "bulk_service", set()),
        (sms("72345", smsc=FRENCH), "", "bulk_service", set()),
        (sms("72345", route="SIM box"), "", "sim_box", {"short-code-abroad"}),
        (sms("72345", route="internet gateway"), "", "internet_gateway", {"short-code-abroad"}),
        (sms("72345", aggregator="Bulk House"), "GB", "bulk_service", set()),
        # A name may be set by anybody anywhere: a centre abroad is no wonder.
        (sms("MYBANK", smsc=FRENCH), "GB", "bulk_service", set()),
        (sms(HOME, smsc=FRENCH), "GB", "international", {"foreign-centre"}),
        (sms(HOME, smsc=BRITISH), "GB", "unknown", set()),
    ],
)
def test_the_centre_and_the_way_of_a_text_are_judged(
    tmp_path: Path, report: dict[str, Any], home: str, way: str, found: set[str]
) -> None:
    verdict = judged(tmp_path, home, **report)
    assert (verdict["origin"]["route_class"], codes(verdict)) == (way, found)


def test_the_countries_of_number_and_centre_are_named(tmp_path: Path) -> None:
    (said,) = [
        one["text"] for one in judged(tmp_path, **sms(HOME, smsc=FRENCH))["reasons"] if one["code"] == "foreign-centre"
    ]
    assert "(GB)" in said
    assert "(FR)" in said


@pytest.mark.parametrize(
    ("report", "found", "verdict"),
    [
        ({"sender": HOME, "recipient": OTHER, "ring_seconds": 2, "answered": False}, {"short-ring"}, "ham"),
        ({"sender": "+224601123456", "ring_seconds": 2, "recipient": OTHER}, {"one-ring-call"}, "suspect"),
        ({"sender": "+449012345678", "ring_seconds": 2}, {"one-ring-call", "premium-caller"}, "spam"),
        ({"sender": "+449012345678", "ring_seconds": 20, "answered": True}, {"premium-caller"}, "suspect"),
        ({"sender": HOME, "attestation": "C"}, {"weak-attestation"}, "ham"),
        ({"attestation": "C"}, {"weak-attestation"}, "ham"),
        ({"sender": "+449999999999", "answered": True}, {"impossible-number"}, "suspect"),
        ({"sender": HOME}, set(), "ham"),
        ({"sender": HOME, "recipient": HOME, "ring_seconds": 20}, {"own-number"}, "suspect"),
        ({"sender": "999", "recipient": OTHER, "ring_seconds": 20}, {"emergency-caller"}, "suspect"),
        ({"sender": HOME, "attestation": "Z", "ring_seconds": -4}, {"call-value"}, "ham"),
        # Signed in full, and from the country in which it ended.
        ({"sender": HOME, "recipient": OTHER, "attestation": "A", "answered": True}, set(), "ham"),
        ({"sender": HOME, "recipient": FRENCH, "attestation": "A"}, {"vouched-foreign-number"}, "suspect"),
        ({"sender": HOME, "text": None, "answered": True}, set(), "ham"),
    ],
)
def test_a_call_without_text_is_judged_by_its_record(
    tmp_path: Path, report: dict[str, Any], found: set[str], verdict: str
) -> None:
    said = judged(tmp_path, channel="voice", **report)
    assert (codes(said), said["verdict"]) == (found, verdict)


@pytest.mark.parametrize(
    ("report", "kind"),
    [
        # One sign without a price is no premium trap, whether or not anybody answered.
        ({"sender": HOME, "recipient": OTHER, "verstat": "failed", "answered": False}, ("nuisance", "call_back")),
        ({"sender": HOME, "recipient": OTHER, "verstat": "failed", "answered": True}, ("nuisance", "none")),
        ({"sender": "+224601123456", "recipient": OTHER, "ring_seconds": 2}, ("premium", "call_back")),
        ({"sender": "+449012345678", "ring_seconds": 20}, ("premium", "call_back")),
    ],
)
def test_what_kind_a_call_without_text_is(tmp_path: Path, report: dict[str, Any], kind: tuple[str, str]) -> None:
    said = judged(tmp_path, channel="voice", **report)
    assert (said["category"], said["call_to_action"]) == kind


def test_of_a_call_without_text_nothing_is_said_of_its_form_or_wording(tmp_path: Path) -> None:
    said = judged(tmp_path, channel="voice", sender=HOME, recipient=OTHER, attestation="Z", verstat="bogus")
    given = [reason["code"] for reason in said["reasons"]]
    assert set(given) == {"prior", "nothing-to-read", "call-value"}
    keys = [reason["text"] for reason in said["reasons"] if reason["code"] == "call-value"]
    assert [key in text for key, text in zip(("attestation", "verstat"), keys, strict=True)] == [True, True]


@pytest.mark.parametrize("blank", ["   ", "\0\0", ""])
def test_a_text_in_which_nothing_can_be_read_has_even_odds_and_is_suspect(tmp_path: Path, blank: str) -> None:
    said = judged(tmp_path, channel="sms", sender="X", text=blank)
    assert (said["spam"], said["verdict"], said["category"]) == (0.5, "suspect", "other")
    assert codes(said) == {"could-not-read"}


@pytest.mark.parametrize(
    "report",
    [
        {"channel": "voice"},
        {"channel": "voice", "recipient": OTHER},
        {"channel": "sms", "sender": HOME},
        {"channel": "email", "sender": "a@example.org", "answered": True},
    ],
)
def test_what_has_neither_text_nor_a_call_is_refused(tmp_path: Path, report: dict[str, Any]) -> None:
    path = tmp_path / "reports.jsonl"
    path.write_text(json.dumps({"id": "1", **report}), "utf-8")
    settings = Settings(data=tmp_path / "data", workers=1)
    (refusal,) = verdict_lines(items_from([path], "jsonl", settings), settings, 1)
    assert isinstance(refusal, Refusal)
    assert refusal.code == "missing-key"


def test_a_call_is_read_from_a_json_document_as_the_api_is_sent_one(tmp_path: Path) -> None:
    path = tmp_path / "call.json"
    path.write_text(
        json.dumps([{"id": "7", "channel": "voice", "sender": "+449012345678", "ring_seconds": 2}]), "utf-8"
    )
    settings = Settings(data=tmp_path / "data", workers=1)
    (found,) = verdict_lines(items_from([path], "auto", settings), settings, 1)
    assert isinstance(found, bytes), found
    assert codes(json.loads(found)) == {"one-ring-call", "premium-caller"}
