"""Aggregate reports of mail authentication (DMARC; RFC 7489, appendix C; RFC 9990)."""

import re
from collections.abc import Iterator
from typing import Any

from spamatlas.intake.options import Options
from spamatlas.intake.reader import Filed, Likeness, Reader
from spamatlas.intake.reading import Reading
from spamatlas.intake.refusal import Refusal, Refused
from spamatlas.intake.source import Source
from spamatlas.model import Channel, MeasuringPoint, Submission

MEDIA_TYPE = "application/vnd.spamatlas.dmarc-record+xml"


def recognise(source: Source, _options: Options) -> Likeness:
    """By its root element."""
    head = source.head[:4096]
    if b"<feedback" in head and head.lstrip()[:1] == b"<":
        return Likeness.CERTAIN
    return Likeness.NONE


def read(source: Source, reading: Reading) -> Filed:
    """One submission a record: a report of that record alone; the n-th is named ``path#n``.

    Read as a stream. Where the XML is broken, records on sound lines are still read, one on a line with a
    fault is refused, and so is the file as a whole, so that nobody takes it for complete.

    Raises:
        Refused: ``ill-formed``, ``missing-key``.
    """
    place = 0
    held: tuple[Submission | Refusal, int] | None = None
    faults: list[int] = []
    for each, line, ended, faults in _records(source, reading):
        place += 1
        if held:
            yield _sound(held[0], f"{source.name}#{place - 1}", faults, held[1], ended)
        held = (each, line)
    if held:
        yield _sound(held[0], f"{source.name}#{place}", faults, held[1], None)
    if faults:
        raise Refused("ill-formed", f"the XML breaks at line {faults[0]}; it has {place} records")
    if not place:
        raise Refused("missing-key", "a DMARC report without records")


def _sound(
    record: Submission | Refusal, name: str, faults: list[int], line: int, last: int | None
) -> Submission | Refusal:
    if any(line <= fault and (last is None or fault <= last) for fault in faults):
        return Refusal(name, "the XML of this record is broken", "ill-formed")
    return record


def _records(source: Source, reading: Reading) -> Iterator[tuple[Submission | Refusal, int, int, list[int]]]:
    """Each record, its first line, the last line that the one before may reach to, and the lines of faults so far."""
    from lxml import etree  # noqa: PLC0415  no other kind needs it, and commands must start fast

    events = etree.iterparse(
        source.open(),
        events=("start", "end"),
        tag=("{*}report_metadata", "{*}policy_published", "{*}version", "{*}record"),
        encoding="utf-8" if source.transcoded else None,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        recover=True,
    )
    heads: dict[str, Any] = {}
    place = ended = 0
    for event, element in events:
        name, line = _local(element), element.sourceline or 0
        if event == "start":
            if name == "record" and not ended:
                before = element.getprevious()
                ended = line - 1 if before is not None and "\n" in (before.tail or "") else line
        elif name == "record":
            place += 1
            record = _record(f"{source.name}#{place}", element, heads, place, reading)
            yield record, line, ended or line, [error.line for error in events.error_log]
            ended = 0
            _forget(element)
        elif name != "version" or _local(element.getparent()) == "feedback":
            heads[name] = element
    if not place and len(events.error_log):
        raise Refused("ill-formed", f"the XML breaks at line {events.error_log[0].line}, and no record is in it")


def _record(name: str, record: Any, heads: dict[str, Any], place: int, reading: Reading) -> Submission | Refusal:
    if "report_metadata" not in heads or "policy_published" not in heads:
        return Refusal(name, "report_metadata and policy_published must come before the records", "missing-key")
    organisation, number = _text(heads["report_metadata"], "org_name"), _text(heads["report_metadata"], "report_id")
    domain, address, count = (
        _text(heads["policy_published"], "domain"),
        _text(record, "source_ip"),
        _text(record, "count"),
    )
    if not number or not address or not re.fullmatch(r"[0-9]{1,18}", count):
        return Refusal(name, "a record has a source_ip and a count, its report a report_id", "missing-key")
    parts = [heads[part] for part in ("version", "report_metadata", "policy_published") if part in heads]
    return reading.submission(
        _feedback([*parts, record]),
        MEDIA_TYPE,
        caller_id=f"dmarc:{organisation}!{domain}!{number}#{place}",
        channel=Channel.EMAIL,
        measuring_point=MeasuringPoint.ACCEPTED,
    )


def _feedback(parts: list[Any]) -> bytes:
    from lxml import etree  # noqa: PLC0415

    namespace = etree.QName(parts[-1]).namespace
    opened = f'<feedback xmlns="{namespace}">' if namespace else "<feedback>"
    inner = "".join(etree.tostring(part, encoding="unicode", with_tail=False) for part in parts)
    return f"{opened}{inner}</feedback>".encode()


def _local(element: Any) -> str:
    tag = element.tag if element is not None else ""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _text(element: Any, name: str) -> str:
    return str(element.findtext(f".//{{*}}{name}") or "").strip()


def _forget(element: Any) -> None:
    """Give the memory of a record, and of what is behind it, back."""
    element.clear(keep_tail=True)
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None and _local(element.getprevious()) == "record":
        del parent[parent.index(element) - 1]


READER = Reader(
    name="dmarc-aggregate",
    summary="a DMARC aggregate report, as XML, compressed or in a mail",
    recognise=recognise,
    read=read,
    media_types=("application/dmarc+xml", "application/xml", "text/xml"),
)
