"""One call detail record: who called whom, for how long, and by which way."""

import msgspec
from msgspec import Struct

from spamatlas.model import Call, Channel, MeasuringPoint, Message, Rejected, Submission
from spamatlas.parse.call_values import UNKNOWN, attestation_from, unknown
from spamatlas.parse.device import device_from
from spamatlas.parse.instant import instant_from, seconds_from
from spamatlas.parse.parser import Parser
from spamatlas.parse.party import party_from
from spamatlas.parse.passport import signed, verification_from

_YES = frozenset({"1", "y", "yes", "true", "t", "answered", "answer", "connected", "success", "completed"})
_NO = frozenset(
    {"0", "n", "no", "false", "f", "no answer", "noanswer", "unanswered", "busy", "failed", "cancel"}
    | {"cancelled", "canceled", "rejected"}
)


class Record(Struct):
    """The columns of a call, as ``intake`` names them; all are texts, any may be missing."""

    calling_number: str = ""
    called_number: str = ""
    start_time: str = ""
    ring_seconds: str = ""
    talk_seconds: str = ""
    duration_seconds: str = ""
    answered: str = ""
    recorded: str = ""
    release_cause: str = ""
    trunk: str = ""
    attestation: str = ""
    origid: str = ""
    verification: str = ""
    passport: str = ""
    cell: str = ""
    device: str = ""
    originating_operator: str = ""
    transit: str = ""


_decode = msgspec.json.Decoder(Record, strict=False).decode


def parse(submission: Submission, home_country: str = "") -> Message:
    """The call. A time without an offset is read as UTC.

    It was measured at connection, where the filer says nothing else: an operator's records hold every attempt.

    Raises:
        Rejected: ``ill-formed``, ``no-party`` where neither end of the call is told.
    """
    try:
        record = _decode(submission.body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Rejected("ill-formed", "not a call record as a JSON object of texts") from error
    sender, called = party_from(record.calling_number, home_country), party_from(record.called_number, home_country)
    if sender is None and called is None:
        raise Rejected("no-party", "neither a calling nor a called number")
    stated = submission.measuring_point
    at = instant_from(record.start_time)
    numbers = (sender.value if sender else "", called.value if called else "")
    return Message(
        submission_id=submission.id,
        channel=Channel.VOICE,
        sender=sender,
        recipients=(called,) if called else (),
        sent_at=at,
        call=signed(_call(record), record.passport, numbers, at),
        headers=tuple([(name, said) for name, said in _fields(record) if said]),
        measuring_point=MeasuringPoint.CONNECTION if stated is MeasuringPoint.REPORTED else stated,
        raw_bytes=len(submission.body),
        warnings=_left_out(record),
    )


def _left_out(record: Record) -> tuple[str, ...]:
    """Of the words; a table's times are read as far as they are any."""
    said = {"attestation": record.attestation, "verstat": record.verification}
    return tuple([UNKNOWN + key for key, value in said.items() if value and unknown(key, value)])


def _fields(record: Record) -> tuple[tuple[str, str], ...]:
    return (
        ("Release-Cause", record.release_cause),
        ("Originating-Operator", record.originating_operator),
        ("Transit", record.transit),
    )


def _call(record: Record) -> Call:
    ring, talk, whole = (_seconds(each) for each in (record.ring_seconds, record.talk_seconds, record.duration_seconds))
    answered = _truth(record.answered)
    if answered is None and talk is not None:
        answered = talk > 0
    if talk is None and whole is not None:
        # A call's duration runs from the first ring, and of an unanswered one it is all ring.
        talk = 0.0 if answered is False else max(0.0, whole - (ring or 0.0))
        ring = whole if answered is False and ring is None else ring
    return Call(
        ring_seconds=ring,
        talk_seconds=talk,
        answered=answered,
        recorded=_truth(record.recorded),
        attestation=attestation_from(record.attestation),
        origid=record.origid.strip(),
        trunk=record.trunk.strip(),
        verification=verification_from(record.verification),
        cell=record.cell.strip()[:100],
        device=device_from(record.device),
    )


def _seconds(written: str) -> float | None:
    """Seconds as a number, or as hours, minutes and seconds; None for what is neither, or no time at all."""
    try:
        parts = [float(part) for part in written.split(":")]
    except ValueError:
        return None
    seconds = sum(part * 60**place for place, part in enumerate(reversed(parts)))
    return seconds_from(seconds) if len(parts) <= 3 else None


def _truth(written: str) -> bool | None:
    folded = written.strip().casefold().replace("_", " ")
    return True if folded in _YES else False if folded in _NO else None


PARSER = Parser(
    name="call-record",
    summary="A call detail record",
    accepts=("application/vnd.spamatlas.call-record+json",),
    parse=parse,
    rejections=frozenset({"ill-formed", "no-party"}),
)
