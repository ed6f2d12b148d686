"""What was signed of a call (RFC 8225, RFC 8588), and who looked at it."""

import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.parse.formats.test_machine_records import CALL, REPORT, read


def passport(**claims: Any) -> str:
    """A PASSporT in compact form; nobody signed it."""
    head = {"alg": "ES256", "typ": "passport", "ppt": "shaken", "x5u": "https://cert.example/a.pem"}
    parts = (base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in (head, claims))
    return ".".join((*parts, "AAAA"))


CLAIMS = {
    "attest": "A",
    "dest": {"tn": ["12025550123"]},
    "iat": 1793613600,
    "orig": {"tn": "12025550199"},
    "origid": "de305d54-75b4-431b-adb2-eb6b9e546014",
}
SIGNED = {
    "calling_number": "+12025550199",
    "called_number": "+12025550123",
    "start_time": "2026-11-02T10:00:00Z",
}


@pytest.mark.parametrize(
    ("claims", "verification"),
    [
        ({}, ""),
        ({"orig": {"tn": "12025550111"}}, "other_caller"),
        ({"dest": {"tn": "12025550111"}}, "other_called"),
        ({"iat": 1793613600 - 3600}, "stale"),
    ],
)
def test_what_a_signed_call_claims_is_compared_with_the_call(claims: dict[str, Any], verification: str) -> None:
    identity = passport(**CLAIMS | claims) + ";info=<https://cert.example/a.pem>;alg=ES256;ppt=shaken"
    call = read(SIGNED | {"passport": identity}, CALL).call
    assert call is not None
    assert (call.attestation, call.origid, call.verification) == ("A", CLAIMS["origid"], verification)


@pytest.mark.parametrize(
    "written", ["x.y", "a.b.c", "a.!!.c", passport(orig=1), passport(orig={"tn": [1]}), "." * 9000]
)
def test_a_signature_that_cannot_be_read_is_said(written: str) -> None:
    call = read(SIGNED | {"passport": written}, CALL).call
    assert call is not None
    assert (call.attestation, call.verification) == ("", "ill_formed")


@given(st.text(max_size=200))
def test_any_text_may_stand_for_a_signature(written: str) -> None:
    assert read(SIGNED | {"passport": written, "verification": written, "device": written, "cell": written}, CALL).call


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("TN-Validation-Passed", "passed"),
        ("TN-Validation-Passed-A", "passed"),
        ("TN-Validation-Failed", "failed"),
        ("No-TN-Validation", "none"),
        ("surely", ""),
    ],
)
def test_the_word_of_who_checked_a_call(written: str, said: str) -> None:
    for content, media_type in (
        (SIGNED | {"verification": written}, CALL),
        ({"channel": "voice", "sender": "+12025550199", "ring_seconds": 3, "verstat": written}, REPORT),
    ):
        call = read(content, media_type).call
        assert call is not None
        assert call.verification == said


def test_where_and_on_what_a_call_was_made() -> None:
    call = read(SIGNED | {"cell": "262-01-1001-7", "device": "35-209900-176148-1"}, CALL).call
    assert call is not None
    assert (call.cell, call.device) == ("262-01-1001-7", "35209900176148")
    call = read(SIGNED | {"device": "12345"}, CALL).call
    assert call is not None
    assert call.device == ""
