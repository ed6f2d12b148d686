"""What is no value of a call is left out, and said."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spamatlas.model import Message, Submission
from spamatlas.parse import parse
from spamatlas.parse.call_values import attestation_from, unknown

REPORT, RECORD = "application/vnd.spamatlas.report+json", "application/vnd.spamatlas.call-record+json"
CALL = {"channel": "voice", "sender": "+12025550142", "recipient": "+12125550101"}


def read(line: dict[str, Any], media_type: str = REPORT) -> Message:
    body = json.dumps(line).encode()
    at = datetime(2026, 11, 2, tzinfo=UTC)
    return parse(Submission(id="0" * 32, media_type=media_type, body=body, received_at=at, reporter="r"))


@pytest.mark.parametrize(
    ("said", "warnings"),
    [
        ({"attestation": "Z"}, {"unknown-attestation"}),
        ({"verstat": "bogus"}, {"unknown-verstat"}),
        ({"ring_seconds": -4, "talk_seconds": 1e300}, {"unknown-ring_seconds", "unknown-talk_seconds"}),
        ({"attestation": " a ", "verstat": "TN-Validation-Passed", "ring_seconds": 0, "talk_seconds": 3}, set()),
        # How tables and switches say that nothing is known.
        ({"attestation": "N/A", "verstat": "-", "ring_seconds": -1}, set()),
        ({}, set()),
    ],
)
def test_what_a_report_says_of_a_call(said: dict[str, Any], warnings: set[str]) -> None:
    assert set(read(CALL | said).warnings) == warnings


def test_what_a_report_says_is_not_kept_where_it_is_no_value() -> None:
    call = read(CALL | {"attestation": "Z", "verstat": "bogus", "ring_seconds": -4, "answered": True}).call
    assert call is not None
    assert (call.attestation, call.verification, call.ring_seconds, call.answered) == ("", "", None, True)
    known = read(CALL | {"attestation": " a "}).call
    assert known is not None
    assert known.attestation == "A"


def test_what_a_record_says_of_a_call() -> None:
    record = {"calling_number": "+12025550142", "attestation": "Z", "verification": "bogus"}
    assert set(read(record, RECORD).warnings) == {"unknown-attestation", "unknown-verstat"}
    assert read(record | {"attestation": "b", "verification": "failed"}, RECORD).warnings == ()


@given(st.text(max_size=60), st.floats(), st.sampled_from(["attestation", "verstat", "ring_seconds", "talk_seconds"]))
def test_any_value_is_known_or_not(word: str, number: float, key: str) -> None:
    assert attestation_from(word) in ("", "A", "B", "C")
    assert unknown(key, word) in (True, False)
    assert unknown(key, number) in (True, False)


@pytest.mark.parametrize("channel", ["sms", "mms", "rcs"])
def test_the_device_and_cell_of_a_text_are_read(channel: str) -> None:
    text = {"channel": channel, "sender": "+447911123400", "text": "hello", "device": "356938035643809", "cell": "1-7"}
    message = read(text)
    assert message.call is not None
    assert (message.call.device, message.call.cell) == ("35693803564380", "1-7")
    assert read(text | {"channel": "social"}).call is None
    assert read({"channel": channel, "sender": "+447911123400", "text": "hello", "answered": True}).call is None


@pytest.mark.parametrize("text", ["", "   ", "\0\0", "\u200b\ufeff \n", "\u2800\u3164"])
def test_a_text_that_shows_nothing_is_one_that_could_not_be_read(text: str) -> None:
    message = read({"channel": "sms", "sender": "X", "text": text})
    assert (message.text, message.warnings) == ("", ("unread-empty",))
    assert read({"channel": "sms", "sender": "X", "text": text, "subject": "Hi"}).warnings == ()
    assert read(CALL | {"text": text}).warnings == ()


@pytest.mark.parametrize("text", ["1", "\0ok\0", "👍", "。"])
def test_a_text_that_shows_anything_is_read_as_it_stands(text: str) -> None:
    message = read({"channel": "sms", "sender": "X", "text": text})
    assert (message.text, message.warnings) == (text, ())
