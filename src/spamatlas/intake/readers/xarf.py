"""XARF reports of abuse, versions 4 and 3 (xarf.org)."""

import msgspec

from spamatlas.intake.options import Options
from spamatlas.intake.reader import Filed, Likeness, Reader
from spamatlas.intake.reading import Reading
from spamatlas.intake.refusal import Refused
from spamatlas.intake.source import Source
from spamatlas.intake.structure import has_keys, is_one_object
from spamatlas.intake.xarf_schema import fault, fault_v3, is_about_a_message

MEDIA_TYPE = "application/vnd.xarf+json"
MEDIA_TYPE_V3 = "application/vnd.spamatlas.xarf-v3+json"


def recognise(source: Source, _options: Options) -> Likeness:
    """By the keys that only XARF has."""
    head = source.head
    if not is_one_object(head):
        return Likeness.NONE
    told = has_keys(head, b"xarf_version") or has_keys(head, b"ReporterInfo", b"Report")
    return Likeness.CERTAIN if told else Likeness.NONE


def read(source: Source, reading: Reading) -> Filed:
    """One report, once it satisfies the schema and is about a message or what a message leads to.

    Raises:
        Refused: ``ill-formed``, ``xarf-invalid``, ``not-spam``, ``too-large``.
    """
    body = source.read(reading.options.max_report_bytes)
    try:
        document = msgspec.json.decode(body, type=dict)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refused("ill-formed", f"not JSON: {type(error).__name__}") from error
    if not {"xarf_version", "ReporterInfo"} & document.keys():
        raise Refused("unknown-kind", "it speaks of XARF, but is no XARF report")
    if "xarf_version" in document:
        wrong = fault(document)
        caller_id = str(document.get("report_id", ""))
    else:
        wrong = fault_v3(document)
        report = document.get("Report")
        caller_id = str(report.get("ReportID", "")) if isinstance(report, dict) else ""
    if wrong:
        raise Refused("xarf-invalid", wrong)
    if not is_about_a_message(document):
        raise Refused("not-spam", "a sound XARF report, but of no message, link or fraud: send it to whom it concerns")
    media_type = MEDIA_TYPE if "xarf_version" in document else MEDIA_TYPE_V3
    yield reading.submission(body, media_type, caller_id=f"xarf:{caller_id}" if caller_id else "")


READER = Reader(
    name="xarf",
    summary="an XARF report, version 4 (checked against the schema) or 3",
    recognise=recognise,
    read=read,
    media_types=("application/vnd.xarf+json", "application/xarf+json", "application/xarf"),
)
