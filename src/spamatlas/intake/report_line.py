"""A report as one JSON object, as the contract of ``report`` and ``judge`` says it."""

import io
import re

import msgspec
from msgspec import UNSET, UnsetType

from spamatlas.intake.reader import Filed
from spamatlas.intake.reading import Reading
from spamatlas.intake.refusal import Refusal, Refused
from spamatlas.intake.source import Source
from spamatlas.model import Channel, ReportKeys

MEDIA_TYPE = "application/vnd.spamatlas.report+json"


class ReportLine(ReportKeys):
    """``id``, ``channel`` and ``text`` or ``raw`` (base64) must be there; keys not named here are let through.

    A call (channel ``voice``) needs no text where it names its ``sender`` or says what became of it; docs/intake.md has
    what its keys mean.
    """

    id: str | int | UnsetType = UNSET
    channel: Channel | UnsetType | None = UNSET
    text: str | UnsetType | None = UNSET
    reporter: str | int | None = ""
    tlp: str | None = ""


_TIMES = ("ring_seconds", "talk_seconds", "answered", "recorded")
_WORDS = ("sender", "attestation", "origid", "trunk", "verstat", "cell", "device")
_decode = msgspec.json.Decoder(ReportLine).decode
_PLACE = re.compile(r"`\$\.([A-Za-z_]+)")
_SHAPES = {
    "id": "a text or a whole number",
    "channel": f"one of {', '.join(Channel)}",
    "raw": "base64",
    "headers": "an object of texts, or a list of pairs of texts",
    "recipient": "a text or a list of texts",
    "date": "a text or a number",
    "ring_seconds": "a number of seconds",
    "talk_seconds": "a number of seconds",
    "answered": "true or false",
    "recorded": "true or false",
}
_GENERAL = frozenset({"json", "jsonl"})


def report(name: str, line: bytes, reading: Reading) -> Filed:
    """The submission of one object, whose body is exactly ``line``; else one refusal under ``name``.

    An object that another reader knows (an XARF report, say) is handed on to that one.
    """
    try:
        found = _decode(line)
    except msgspec.ValidationError as error:
        yield from _otherwise(name, line, reading, "ill-formed", _said(error))
    except UnicodeDecodeError:
        yield Refusal(name, "not UTF-8: write the file in UTF-8", "not-utf8")
    except (msgspec.DecodeError, RecursionError) as error:
        yield Refusal(name, f"not JSON: {str(error)[:100]}", "ill-formed")
    else:
        missing = _missing(found, reading)
        if missing:
            said = f"no {missing}: a report has id, channel, and text or raw; a call its sender or what became of it"
            yield from _otherwise(name, line, reading, "missing-key", said)
            return
        yield from _filed(name, line, found, reading)


def _filed(name: str, line: bytes, found: ReportLine, reading: Reading) -> Filed:
    try:
        yield reading.submission(
            line,
            MEDIA_TYPE,
            caller_id=str(found.id),
            channel=found.channel or None,
            reporter=str(found.reporter or ""),
            tlp=found.tlp or "",
        )
    except Refused as why:  # of this line alone: the others are as good as before
        yield Refusal(name, why.reason, why.code)


def _missing(found: ReportLine, reading: Reading) -> str:
    if found.id is UNSET or found.id == "":
        return "id"
    if not found.channel and reading.options.channel is None:
        return "channel"
    if (found.text is UNSET or found.text is None) and found.raw is None and not _is_call(found, reading):
        return "text"
    return ""


def _is_call(found: ReportLine, reading: Reading) -> bool:
    """Whether it is of a call, with anything to look at: who called, or what became of it."""
    if (found.channel or reading.options.channel) is not Channel.VOICE:
        return False
    return any(getattr(found, key) is not None for key in _TIMES) or any(getattr(found, key) for key in _WORDS)


def _otherwise(name: str, line: bytes, reading: Reading, code: str, reason: str) -> Filed:
    reader = reading.reader_of(Source(name, io.BytesIO(line)))
    if reader is None or reader.name in _GENERAL:
        yield Refusal(name, reason, code)
    else:
        yield from reading.read(name, io.BytesIO(line), reader.name)


def _said(error: msgspec.ValidationError) -> str:
    """What is wrong, without the value that is."""
    place = _PLACE.search(str(error))
    if not place:
        return "not a JSON object"
    return f"{place[1]} is not {_SHAPES.get(place[1], 'a text')}"
