"""Reports as columns: their unchanging facts, written by a worker, and the judgements on them."""

import base64
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from hashlib import blake2b
from socket import AF_INET, AF_INET6, inet_pton
from typing import Annotated, get_type_hints

import msgspec
from msgspec import Struct

from spamatlas.model import (
    Assignment,
    Authentication,
    Call,
    Hop,
    Message,
    Origin,
    Party,
    PhoneNumber,
    Signature,
    Submission,
    Verdict,
)
from spamatlas.store import native
from spamatlas.store.native import Form

_encode = msgspec.json.Encoder().encode

LATEST_SECONDS = 4_102_444_800.0
"""2100-01-01; a message that says it was sent later, or before 1970, says nothing."""
_MAPPED = bytes(10) + b"\xff\xff"
MANY = 64
"""Most links, numbers or hops kept of one message: a hostile one may hold a million."""


class Structure(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What ``follow`` shows of a message: identities and form, never the text; empty parts are left out."""

    sender: Party | None = None
    reply_to: Party | None = None
    envelope_from: Party | None = None
    recipients: int = 0
    links: tuple[tuple[str, str, str], ...] = ()
    numbers: tuple[PhoneNumber, ...] = ()
    attachments: tuple[tuple[str, int, str], ...] = ()
    hops: tuple[Hop, ...] = ()
    authentication: tuple[Authentication, ...] = ()
    call: Call | None = None
    characters: int = 0
    hidden_characters: int = 0
    html_bytes: int = 0
    wrapped_in: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def _documents(values: Sequence[Struct]) -> bytes:
    return native.octets([_document(value) for value in values])


def _document(value: Struct) -> bytes:
    try:
        return _encode(value)
    except UnicodeEncodeError:
        return _encode(native.clean(msgspec.to_builtins(value)))


Small = Annotated[int, Form("UInt8", native.numbers("B"))]
Short = Annotated[int, Form("UInt16", native.numbers("H"))]
Whole = Annotated[int, Form("UInt32", native.numbers("I"))]
Long = Annotated[int, Form("UInt64", native.numbers("Q"))]
Moment = Annotated[int, Form("DateTime64(3, 'UTC')", native.numbers("q"))]
Real = Annotated[float, Form("Float32", native.numbers("f"))]
Identity = Annotated[str, Form("FixedString(32)", lambda values: "".join(values).encode("ascii"))]
Address = Annotated[bytes, Form("IPv6", b"".join)]
Text = Annotated[str, Form("String", native.texts)]
Word = Annotated[str, Form("LowCardinality(String)", native.words)]
Texts = Annotated[Sequence[str], Form("Array(String)", native.lists)]
_DOCUMENT = Form("String", _documents)


class Facts(Struct, frozen=True, kw_only=True):
    """The columns of ``report`` that a worker knows; names as in the table, times in milliseconds."""

    id: Identity
    received_at: Moment
    sent_at: Moment
    sample: Small
    channel: Word
    measuring_point: Word
    media_type: Word
    volume: Whole
    reporter: Text
    reporter_key: Long
    caller_id: Text
    sender_kind: Word
    sender: Text
    sender_host: Word
    sender_country: Word
    source_address: Address
    asn: Whole
    network: Word
    operator: Word
    country: Word
    route_class: Word
    transit: Texts
    destination: Word
    authenticated_domain: Word
    known_by: Word
    certainty: Real
    stated_language: Word
    domains: Texts
    hosts: Texts
    numbers: Texts
    attachments: Short
    raw_bytes: Whole
    fingerprint: Long
    sketch: Text
    anchors: Texts
    recipients: Texts
    message: Annotated[Structure, _DOCUMENT]
    origin: Annotated[Origin, _DOCUMENT]


class Judgement(Struct, frozen=True, kw_only=True):
    """The columns of ``judgement`` that come from assignment and verdict."""

    revision: Whole
    spam: Real
    ruling: Word
    category: Word
    lure: Word
    call_to_action: Word
    unsolicited: Word
    bulk: Word
    language: Word
    profile: Word
    model: Word
    inherited: Small
    verdict: Annotated[Verdict, _DOCUMENT]
    assignment: Annotated[Assignment, _DOCUMENT]


class Place(Struct, frozen=True):
    """Where a report stands: in the log, and in a campaign of how many."""

    sequence: Long
    campaign: Long
    campaign_size: Whole


class Described(Struct, frozen=True, array_like=True):
    """The facts of reports that follow each other, as columns."""

    rows: int
    columns: bytes


class Block(Struct, frozen=True, array_like=True):
    """Reports as the store takes them, in its Native form; ``joined`` are those whose campaign had others: its number,
    and when they were filed in milliseconds.
    """

    native: bytes
    joined: list[tuple[int, int]] = []


class Concluded(Struct, frozen=True):
    """What becomes of a described report; ``received_at`` in milliseconds."""

    sequence: int
    received_at: int
    assignment: Assignment
    verdict: Verdict


def _columns(kind: type[Struct]) -> list[tuple[bytes, Form]]:
    hints = get_type_hints(kind, include_extras=True)
    return [(native.head(name, hint.__metadata__[0]), hint.__metadata__[0]) for name, hint in hints.items()]


_COLUMNS: dict[type[Struct], list[tuple[bytes, Form]]] = {kind: _columns(kind) for kind in (Place, Facts, Judgement)}


def _written(records: Sequence[Struct]) -> bytes:
    """Records of one kind as columns."""
    values = zip(*map(msgspec.structs.astuple, records), strict=True)
    columns = _COLUMNS[type(records[0])]
    return b"".join([head + form.write(column) for (head, form), column in zip(columns, values, strict=True)])


def describe(found: Sequence[tuple[Submission, Message, Origin, Signature, tuple[str, ...]]]) -> Described:
    """The facts of reports, one or more, for ``complete``; the last of each are its recipients' pseudonyms.

    Holds identities and structure, never the text, nor the path of a link (it may name its victim).
    """
    return Described(len(found), _written([_facts(*each) for each in found]))


def complete(described: Described, concluded: Sequence[Concluded]) -> Block:
    """Reports as the store takes them: their places, what ``describe`` found and their verdicts."""
    places = [Place(each.sequence, each.assignment.campaign, each.assignment.size) for each in concluded]
    judgements = [judged(each.verdict, each.assignment) for each in concluded]
    columns = _written(places) + described.columns + _written(judgements)
    many = sum(map(len, _COLUMNS.values()))
    joined = [(each.assignment.campaign, each.received_at) for each in concluded if each.assignment.size != 1]
    return Block(native.block(described.rows, many, columns), joined)


def judged(verdict: Verdict, assignment: Assignment, revision: int = 0) -> Judgement:
    """A verdict as columns."""
    return Judgement(
        revision=revision,
        spam=verdict.spam,
        ruling=verdict.ruling,
        category=verdict.category,
        lure=verdict.lure,
        call_to_action=verdict.call_to_action,
        unsolicited=verdict.unsolicited.value,
        bulk=verdict.bulk.value,
        language=verdict.language,
        profile=verdict.profile,
        model=verdict.model,
        inherited=verdict.inherited,
        verdict=verdict,
        assignment=assignment,
    )


def _facts(
    submission: Submission, message: Message, origin: Origin, signature: Signature, recipients: tuple[str, ...]
) -> Facts:
    sender = message.sender
    links = message.links[:MANY]
    return Facts(
        id=submission.id,
        received_at=int(submission.received_at.timestamp() * 1000),
        sent_at=_milliseconds(message.sent_at),
        sample=int(submission.sample),
        channel=message.channel,
        measuring_point=message.measuring_point,
        media_type=submission.media_type,
        volume=_whole(message.volume),
        reporter=submission.reporter,
        reporter_key=_key(submission.reporter),
        caller_id=submission.caller_id,
        sender_kind=sender.kind if sender else origin.sender_kind,
        sender=sender.value if sender else "",
        sender_host=sender.value.rpartition("@")[2] if sender and "@" in sender.value else "",
        sender_country=origin.sender_country,
        source_address=_address(origin.source_address),
        asn=_whole(origin.asn),
        network=origin.network,
        operator=origin.operator,
        country=origin.country,
        route_class=origin.route_class,
        transit=origin.transit,
        destination=origin.destination,
        authenticated_domain=origin.authenticated_domain,
        known_by=origin.known_by,
        certainty=origin.certainty,
        stated_language=message.language,
        domains=_distinct([link.domain for link in links]) if links else [],
        hosts=_distinct([link.host for link in links]) if links else [],
        numbers=_distinct([number.value for number in message.numbers[:MANY]]) if message.numbers else [],
        attachments=min(len(message.attachments), 65_535),
        raw_bytes=_whole(message.raw_bytes or len(submission.body)),
        fingerprint=signature.fingerprint,
        sketch=base64.b64encode(signature.sketch).decode(),
        anchors=signature.anchors,
        recipients=recipients[:MANY],
        message=_structure(message),
        origin=origin,
    )


def _structure(message: Message) -> Structure:
    links, call = message.links, message.call
    return Structure(
        sender=message.sender,
        reply_to=message.reply_to,
        envelope_from=message.envelope_from,
        recipients=len(message.recipients),
        links=tuple([(link.host, link.domain, link.found_in) for link in links[:MANY]]) if links else (),
        numbers=message.numbers[:MANY],
        attachments=tuple([(each.media_type, each.body_bytes, each.sha256) for each in message.attachments[:MANY]]),
        hops=message.hops[:MANY],
        authentication=message.authentication[:MANY],
        call=call,
        characters=len(message.text),
        hidden_characters=len(message.hidden_text),
        html_bytes=message.html_bytes,
        wrapped_in=message.wrapped_in,
        warnings=message.warnings,
    )


@lru_cache(maxsize=4_096)
def _key(reporter: str) -> int:
    """What distinct reporters are counted by: short, and the same in every table."""
    return int.from_bytes(blake2b(reporter.encode(), digest_size=8).digest(), "big")


def _distinct(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(value for value in values if value))


def _milliseconds(moment: datetime | None) -> int:
    if moment is None:
        return 0
    seconds = moment.timestamp()
    return int(seconds * 1000) if 0 <= seconds < LATEST_SECONDS else 0


def _whole(number: int) -> int:
    return min(max(number, 0), 2**32 - 1)


@lru_cache(maxsize=4_096)
def _address(text: str) -> bytes:
    """An IPv6 address, IPv4 mapped into it (RFC 4291, section 2.5.5.2); zeros where there is none."""
    try:
        return inet_pton(AF_INET6, text) if ":" in text else _MAPPED + inet_pton(AF_INET, text)
    except (OSError, ValueError):
        return bytes(16)
