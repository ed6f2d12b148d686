"""A report as rows: its unchanging facts, put into words by a worker, and the judgement on them."""

import base64
import re
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from hashlib import blake2b
from itertools import pairwise
from socket import AF_INET, AF_INET6, inet_pton
from typing import Any

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
    Waypoint,
)

_encode = msgspec.json.Encoder().encode

LATEST_SECONDS = 4_102_444_800.0
"""2100-01-01; a message that says it was sent later, or before 1970, says nothing."""
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


class Facts(Struct, frozen=True, kw_only=True, array_like=True):
    """The columns of ``report`` that a worker knows; names as in the table, times in milliseconds."""

    id: str
    received_at: int
    sent_at: int
    sample: int
    channel: str
    measuring_point: str
    media_type: str
    volume: int
    reporter: str
    reporter_key: int
    caller_id: str
    sender_kind: str
    sender: str
    sender_host: str
    sender_country: str
    source_address: str
    asn: int
    network: str
    operator: str
    country: str
    route_class: str
    transit: tuple[str, ...]
    destination: str
    authenticated_domain: str
    known_by: str
    certainty: float
    stated_language: str
    domains: list[str]
    hosts: list[str]
    numbers: list[str]
    attachments: int
    raw_bytes: int
    fingerprint: int
    sketch: str
    anchors: tuple[str, ...]
    recipients: tuple[str, ...]
    message: Structure
    origin: Origin
    edges: tuple[str, ...] = ()


class Judgement(Struct, frozen=True, kw_only=True, array_like=True):
    """The columns of ``judgement`` that come from assignment and verdict."""

    revision: int
    spam: float
    ruling: str
    category: str
    lure: str
    call_to_action: str
    unsolicited: str
    bulk: str
    language: str
    profile: str
    model: str
    inherited: bool
    verdict: Verdict
    assignment: Assignment


COLUMNS = ("sequence", "campaign", "campaign_size", *Facts.__struct_fields__, *Judgement.__struct_fields__)
"""What the values of a row are, in order. Their names in every row were a third of it."""


def describe(
    submission: Submission, message: Message, origin: Origin, signature: Signature, recipients: tuple[str, ...] = ()
) -> bytes:
    """The facts of one report, for ``complete``: one JSON array.

    ``recipients`` are pseudonyms. Holds identities and structure, never the text, nor the path of a link
    (it may name its victim).
    """
    facts = _facts(submission, message, origin, signature, recipients)
    try:
        return _encode(facts)
    except UnicodeEncodeError:
        # A lone surrogate (RFC 3629, section 3) is no text that JSON could carry.
        return _encode(_clean(msgspec.to_builtins(facts)))


def complete(sequence: int, described: bytes, assignment: Assignment, verdict: Verdict) -> bytes:
    """The row of one report as the store takes it: the values of ``COLUMNS``, one JSON array.

    Its place, its campaign, what ``describe`` found and its verdict.
    """
    judgement = _encode(judged(verdict, assignment))
    return b"[%d,%d,%d,%b,%b" % (sequence, assignment.campaign, assignment.size, described[1:-1], judgement[1:])


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
        edges=_edges(origin.waypoints),
    )


def _edges(waypoints: tuple[Waypoint, ...]) -> tuple[str, ...]:
    """Each two places that follow one another, as a cell of the route graph: kind, name and country of either, and how
    sure they are in tenths, the less sure one's.
    """
    return tuple(
        [
            f"{one.kind}\t{one.name}\t{one.country}\t{two.kind}\t{two.name}\t{two.country}\t"
            f"{round(10 * min(one.certainty, two.certainty))}"
            for one, two in pairwise(waypoints)
        ]
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


def _address(text: str) -> str:
    """An IPv6 address, IPv4 mapped into it (RFC 4291, section 2.5.5.2); ``::`` where there is none."""
    if not text:
        return "::"
    try:
        if ":" in text:
            inet_pton(AF_INET6, text)
            return text
        inet_pton(AF_INET, text)
    except (OSError, ValueError):
        return "::"
    return "::ffff:" + text


_SURROGATE = re.compile("[\ud800-\udfff]")


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, dict):
        return {_clean(key): _clean(each) for key, each in value.items()}
    return [_clean(each) for each in value] if isinstance(value, list | tuple) else value
