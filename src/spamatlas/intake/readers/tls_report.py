"""Reports of failed encryption between mail servers (TLSRPT, RFC 8460)."""

from typing import Any

import msgspec
from msgspec import Struct

from spamatlas.intake.options import Options
from spamatlas.intake.reader import Filed, Likeness, Reader
from spamatlas.intake.reading import Reading
from spamatlas.intake.refusal import Refusal, Refused
from spamatlas.intake.source import Source
from spamatlas.intake.structure import has_keys, is_one_object
from spamatlas.model import Channel, MeasuringPoint

MEDIA_TYPE = "application/vnd.spamatlas.tls-policy+json"


class _Report(Struct, rename="kebab"):
    """RFC 8460, section 4.4."""

    policies: list[Any]
    organization_name: str
    report_id: str
    date_range: dict[str, str] = {}
    contact_info: str | None = None


_decode = msgspec.json.Decoder(_Report).decode


def recognise(source: Source, _options: Options) -> Likeness:
    """By the key ``organization-name`` of one object."""
    if not is_one_object(source.head):
        return Likeness.NONE
    return Likeness.CERTAIN if has_keys(source.head, b"organization-name") else Likeness.NONE


def read(source: Source, reading: Reading) -> Filed:
    """One submission a policy: the report with that policy alone, without the contact.

    Raises:
        Refused: ``ill-formed``, ``too-large``.
    """
    try:
        report = _decode(source.read(reading.options.max_report_bytes))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refused("ill-formed", "not a TLS report: RFC 8460, section 4.4, names the keys it must have") from error
    for place, policy in enumerate(report.policies, 1):
        if not isinstance(policy, dict) or not isinstance(policy.get("policy"), dict):
            yield Refusal(f"{source.name}#{place}", "a policy without what it is", "missing-key")
            continue
        one = _Report([policy], report.organization_name, report.report_id, report.date_range)
        yield reading.submission(
            msgspec.json.encode(one),
            MEDIA_TYPE,
            caller_id=f"tlsrpt:{report.organization_name}!{report.report_id}#{place}",
            channel=Channel.EMAIL,
            measuring_point=MeasuringPoint.CONNECTION,
        )


READER = Reader(
    name="tls-report",
    summary="a TLSRPT report (RFC 8460), as JSON or in a mail",
    recognise=recognise,
    read=read,
    media_types=("application/tlsrpt+json",),
)
