"""What a signed call says of itself: the verification service's word, and the PASSporT that came with it (STIR)."""

import binascii
from base64 import urlsafe_b64decode
from datetime import datetime

import msgspec
from msgspec import Struct

from spamatlas.model import Call
from spamatlas.parse.digits import plain_digits

MOST_CHARACTERS = 8_000
FRESH_SECONDS = 60.0
"""A PASSporT older than this is to be refused as a replay (RFC 8224, section 4.4)."""

# 3GPP TS 24.229, table 7.2A.20; networks add the attestation behind a hyphen, and files write it in many ways.
_WORDS = {
    "passed": "tnvalidationpassed validationpassed passed pass valid verified success true",
    "failed": "tnvalidationfailed validationfailed failed fail invalid",
    "none": "notnvalidation novalidation none unsigned notsigned missing absent",
}
_SAID = {word: said for said, words in _WORDS.items() for word in words.split()}


class _Numbers(Struct):
    tn: str | list[str] = ""


class _Payload(Struct):
    orig: _Numbers
    dest: _Numbers = msgspec.field(default_factory=_Numbers)
    iat: float = 0.0
    attest: str = ""
    origid: str = ""


_decode = msgspec.json.Decoder(_Payload, strict=False).decode


def verification_from(written: str) -> str:
    """passed, failed or none, as a ``verstat`` parameter or a column says it; empty where it says nothing known."""
    folded = "".join(sign for sign in written.casefold() if sign.isalnum())
    return _SAID.get(folded) or _SAID.get(folded[:-1], "")


def signed(call: Call, passport: str, parties: tuple[str, str], at: datetime | None) -> Call:
    """The call with what its PASSporT (RFC 8225, RFC 8588) claims; the signature itself is not checked here.

    ``parties`` are the calling and the called number. What a record states by itself holds; a claim that does not fit
    the call is its ``verification``: ill_formed, other_caller, other_called or stale.
    """
    if not passport.strip():
        return call
    claims = _claims(passport)
    if claims is None:
        return msgspec.structs.replace(call, verification=call.verification or "ill_formed")
    level = claims.attest.strip().upper()
    return msgspec.structs.replace(
        call,
        attestation=call.attestation or (level if level in ("A", "B", "C") else ""),
        origid=call.origid or claims.origid[:100],
        verification=_misfit(claims, parties, at) or call.verification,
    )


def _claims(passport: str) -> _Payload | None:
    """The payload of the compact form, as it stands in an Identity header field; None where there is none."""
    parts = passport.strip()[:MOST_CHARACTERS].partition(";")[0].split(".")
    if len(parts) != 3:
        return None
    try:
        return _decode(urlsafe_b64decode(parts[1] + "==="))
    except (msgspec.DecodeError, binascii.Error, UnicodeError, RecursionError, ValueError):
        return None


def _misfit(claims: _Payload, parties: tuple[str, str], at: datetime | None) -> str:
    for name, numbers, party in (
        ("other_caller", claims.orig, parties[0]),
        ("other_called", claims.dest, parties[1]),
    ):
        signed_for = {_digits(each) for each in ([numbers.tn] if isinstance(numbers.tn, str) else numbers.tn)} - {""}
        if party and signed_for and _digits(party) not in signed_for:
            return name
    if at is not None and claims.iat > 0 and abs(at.timestamp() - claims.iat) > FRESH_SECONDS:
        return "stale"
    return ""


def _digits(number: str) -> str:
    return "".join(sign for sign in plain_digits(number) if sign.isdigit())
