"""A report as one JSON object, as the contract of ``report`` and ``judge`` says it: any channel."""

from typing import Literal

import msgspec

from spamatlas.model import Call, Channel, Link, Message, Party, Rejected, ReportKeys, Submission
from spamatlas.parse.blanks import is_blank
from spamatlas.parse.call_values import UNKNOWN, attestation_from, unknown
from spamatlas.parse.device import device_from
from spamatlas.parse.instant import instant_from, seconds_from
from spamatlas.parse.links import links_in
from spamatlas.parse.mail.part import REJECTIONS
from spamatlas.parse.mail.reading import read_mail
from spamatlas.parse.numbers import numbers_in
from spamatlas.parse.parser import Parser
from spamatlas.parse.party import party_from
from spamatlas.parse.passport import verification_from
from spamatlas.parse.remains import NOTHING
from spamatlas.parse.short_message import text_from
from spamatlas.parse.uri import links_of


class Line(ReportKeys):
    """The object; ``coding`` says how the ``raw`` of a short message is written (see ``parse.short_message``), ``url``
    where a search result or a page is: whatever else stands there is let through.
    """

    channel: Channel | None = None
    text: str | None = ""
    coding: Literal["gsm7", "gsm7-packed", "ucs2", "latin1", "utf8"] = "utf8"
    url: object = ""


_OF_THE_WEB = frozenset({Channel.SEARCH, Channel.WEB})
_BY_CARD = frozenset({Channel.SMS, Channel.MMS, Channel.RCS})
_decode = msgspec.json.Decoder(Line).decode


def parse(submission: Submission, home_country: str = "", around: list[Message] | None = None) -> Message:
    """The message that a JSON object tells of; one of channel email with ``raw`` is read as the mail that it holds.

    Raises:
        Rejected: ``ill-formed`` when it is not such an object, ``no-text`` when nothing is in it to look at, and
            what a mail may be rejected for.
    """
    try:
        line = _decode(submission.body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Rejected("ill-formed", "not a report as a JSON object; see docs/intake.md") from error
    channel = line.channel or submission.channel or Channel.OTHER
    if line.raw and channel is Channel.EMAIL:
        return read_mail(msgspec.structs.replace(submission, body=line.raw), home_country, around)
    text = line.text or (text_from(line.raw, line.coding) if line.raw else "")
    text = "" if is_blank(text) else text
    call = _call(line) if channel is Channel.VOICE else _card(line) if channel in _BY_CARD else None
    if not (text or line.subject or line.sender or (call and channel is Channel.VOICE)):
        raise Rejected("no-text", "the report holds no text, no subject and no sender")
    return Message(
        submission_id=submission.id,
        channel=channel,
        subject=line.subject or "",
        text=text,
        sent_at=instant_from(line.date),
        sender=_party(line.sender, home_country),
        recipients=_parties(line.recipient, home_country),
        links=_links(line, text, channel),
        numbers=numbers_in(text, home_country),
        headers=_headers(line),
        language=line.lang or "",
        call=call,
        measuring_point=submission.measuring_point,
        raw_bytes=len(submission.body),
        warnings=_of_call(line) if channel is Channel.VOICE else () if text or line.subject else (NOTHING + "empty",),
    )


def _links(line: Line, text: str, channel: Channel) -> tuple[Link, ...]:
    """The links of the text; of a search result or a page before them where it is: its ``url``, or else what it names
    as its site, where the text leads nowhere (one that leads elsewhere than it says is told by that).
    """
    links = links_in(text)
    if channel not in _OF_THE_WEB:
        return links
    own = line.url if isinstance(line.url, str) else ""
    if not own and not links and isinstance(line.sender, str):
        own = line.sender
    found = links_of(own, "header")[:1] if own else ()
    return (*found, *(link for link in links if link.url != found[0].url)) if found else links


def _party(said: str | int | None, home_country: str) -> Party | None:
    return party_from(str(said), home_country) if said else None


def _parties(said: str | int | list[str | int] | None, home_country: str) -> tuple[Party, ...]:
    if not said:
        return ()
    each = said if isinstance(said, list) else [said]
    return tuple(party for one in each if (party := _party(one, home_country)))


def _headers(line: Line) -> tuple[tuple[str, str], ...]:
    if not line.headers:
        return ()
    if isinstance(line.headers, list):
        return tuple(line.headers)
    pairs = ((name, value if isinstance(value, list) else [value]) for name, value in line.headers.items())
    return tuple((name, value) for name, values in pairs for value in values)


def _call(line: Line) -> Call | None:
    call = Call(
        ring_seconds=seconds_from(line.ring_seconds),
        talk_seconds=seconds_from(line.talk_seconds),
        answered=line.answered,
        recorded=line.recorded,
        attestation=attestation_from(line.attestation or ""),
        origid=line.origid or "",
        trunk=line.trunk or "",
        verification=verification_from(line.verstat or ""),
        cell=(line.cell or "")[:100],
        device=device_from(line.device or ""),
    )
    return None if call == Call() else call


def _card(line: Line) -> Call | None:
    """Of a text what is known of the device and the cell that it was sent from, as of a call."""
    call = Call(cell=(line.cell or "")[:100], device=device_from(line.device or ""))
    return None if call == Call() else call


def _of_call(line: Line) -> tuple[str, ...]:
    said = {
        "attestation": line.attestation,
        "verstat": line.verstat,
        "ring_seconds": line.ring_seconds,
        "talk_seconds": line.talk_seconds,
    }
    return tuple([UNKNOWN + key for key, value in said.items() if value and unknown(key, value)])


PARSER = Parser(
    name="json-report",
    summary="A report as one JSON object, on any channel",
    accepts=("application/vnd.spamatlas.report+json",),
    parse=parse,
    rejections=REJECTIONS | {"ill-formed", "no-text"},
    parse_around=parse,
)
