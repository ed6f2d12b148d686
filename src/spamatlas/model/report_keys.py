"""The keys of a report as one JSON object that all who read it take alike; docs/intake.md says what they mean."""

from msgspec import Struct


class ReportKeys(Struct):
    """Keys not named are let through. ``raw`` is the message's own bytes (base64).

    A call may say ``ring_seconds``, ``talk_seconds``, ``answered``, ``recorded``, ``attestation`` (A, B, C: RFC 8588),
    ``origid``, ``trunk``, ``verstat`` (3GPP TS 24.229, section 7.2A.20), ``cell`` and ``device`` (its IMEI).
    """

    subject: str | None = ""
    sender: str | int | None = ""
    recipient: str | int | list[str | int] | None = ""
    date: str | int | float | None = ""
    lang: str | None = ""
    headers: dict[str, str | list[str]] | list[tuple[str, str]] | None = None
    raw: bytes | None = None
    ring_seconds: float | None = None
    talk_seconds: float | None = None
    answered: bool | None = None
    recorded: bool | None = None
    attestation: str | None = ""
    origid: str | None = ""
    trunk: str | None = ""
    verstat: str | None = ""
    cell: str | None = ""
    device: str | None = ""
