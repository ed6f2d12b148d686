"""Reports as columns: their unchanging facts, written by a worker, and the judgements on them."""

import base64
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from hashlib import blake2b
from itertools import pairwise
from operator import attrgetter
from socket import AF_INET, AF_INET6, inet_pton
from typing import Any

from msgspec import Struct

from spamatlas.model import (
    Assignment,
    Message,
    Origin,
    Signature,
    Submission,
    Verdict,
    Waypoint,
)
from spamatlas.store import native
from spamatlas.store.columns import COLUMNS, Facts, Judgement, Place, written
from spamatlas.store.structure import MANY, structure_of

LATEST_SECONDS = 4_102_444_800.0
"""2100-01-01; a message that says it was sent later, or before 1970, says nothing."""
_MAPPED = bytes(10) + b"\xff\xff"


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
    """What becomes of a described report."""

    sequence: int
    received_at: datetime
    assignment: Assignment
    verdict: Verdict
    shown: str = ""
    """The words that its campaign is shown with from it on; empty: its own."""


Found = tuple[Submission, Message, Origin, Signature, tuple[str, ...]]


def describe(found: Sequence[Found]) -> Described:
    """The facts of reports, one or more, for ``complete``; the last of each are its recipients' pseudonyms.

    Holds identities and structure, never the text, nor the path of a link (it may name its victim).
    """
    return Described(len(found), written(_facts(found)))


def complete(described: Described, concluded: Sequence[Concluded]) -> Block:
    """Reports as the store takes them: their places, what ``describe`` found and their verdicts.

    Raises:
        ValueError: there are not as many of the one as of the other.
    """
    if described.rows != len(concluded):
        raise ValueError(f"{described.rows} reports were described and {len(concluded)} concluded")
    assignments = [each.assignment for each in concluded]
    place = Place(
        sequence=[each.sequence for each in concluded],
        campaign=[each.campaign for each in assignments],
        campaign_size=[each.size for each in assignments],
        campaign_verdict=[each.shown for each in concluded],
    )
    judgement = judged([each.verdict for each in concluded], assignments)
    columns = written(place) + described.columns + written(judgement)
    many = sum(map(len, COLUMNS.values()))
    joined = [
        (each.assignment.campaign, int(each.received_at.timestamp() * 1000))
        for each in concluded
        if each.assignment.size != 1
    ]
    return Block(native.block(described.rows, many, columns), joined)


def judged(verdicts: Sequence[Verdict], assignments: Sequence[Assignment], revision: int = 0) -> Judgement:
    """Verdicts as columns."""
    return Judgement(
        revision=[revision] * len(verdicts),
        unsolicited=[each.unsolicited.value for each in verdicts],
        bulk=[each.bulk.value for each in verdicts],
        verdict=verdicts,
        assignment=assignments,
        **_each(verdicts, _OF_VERDICT),
    )


def _each(records: Sequence[Struct], names: Mapping[str, Callable[[Any], Any]]) -> dict[str, list[Any]]:
    """Of records, the columns that are fields of theirs."""
    return {name: list(map(field, records)) for name, field in names.items()}


def _fields(names: str) -> dict[str, Callable[[Any], Any]]:
    return {name: attrgetter(name) for name in names.split()}


_OF_SUBMISSION = _fields("id sample marking media_type reporter caller_id")
_OF_MESSAGE = _fields("channel measuring_point")
_OF_ORIGIN = _fields(
    "sender_country network operator country route_class transit destination authenticated_domain known_by "
    "certainty destination_operator"
)
_OF_VERDICT = _fields("spam ruling category lure call_to_action language profile model inherited")


def _facts(found: Sequence[Found]) -> Facts:
    submissions, messages, origins, signatures, recipients = zip(*found, strict=True)
    senders = [message.sender for message in messages]
    addresses = [sender.value if sender else "" for sender in senders]
    return Facts(
        received_at=[int(each.received_at.timestamp() * 1000) for each in submissions],
        sent_at=[_milliseconds(each.sent_at) if each.sent_at else 0 for each in messages],
        volume=[_whole(each.volume) for each in messages],
        reporter_key=[reporter_key(each.reporter) for each in submissions],
        sender_kind=[
            sender.kind if sender else origin.sender_kind for sender, origin in zip(senders, origins, strict=True)
        ],
        sender=addresses,
        sender_host=[address.rpartition("@")[2] if "@" in address else "" for address in addresses],
        source_address=[_address(each.source_address) for each in origins],
        asn=[_whole(each.asn) for each in origins],
        stated_language=[each.language for each in messages],
        domains=[_distinct([link.domain for link in each.links[:MANY]]) if each.links else () for each in messages],
        hosts=[_distinct([link.host for link in each.links[:MANY]]) if each.links else () for each in messages],
        numbers=[_distinct([one.value for one in each.numbers[:MANY]]) if each.numbers else () for each in messages],
        attachments=[min(len(each.attachments), 65_535) for each in messages],
        raw_bytes=[
            _whole(message.raw_bytes or len(submission.body))
            for message, submission in zip(messages, submissions, strict=True)
        ],
        fingerprint=[each.fingerprint for each in signatures],
        sketch=[base64.b64encode(each.sketch).decode() for each in signatures],
        anchors=[each.anchors for each in signatures],
        recipients=[each[:MANY] for each in recipients],
        message=[structure_of(each) for each in messages],
        origin=origins,
        edges=[_edges(origin.waypoints) for origin in origins],
        **_each(submissions, _OF_SUBMISSION),
        **_each(messages, _OF_MESSAGE),
        **_each(origins, _OF_ORIGIN),
    )


def _edges(waypoints: tuple[Waypoint, ...]) -> list[str]:
    return [_edge(one, two) for one, two in pairwise(waypoints)] if waypoints else []


@lru_cache(maxsize=16_384)
def _edge(one: Waypoint, two: Waypoint) -> str:
    """Two places that follow one another, as a cell of the route graph: kind, name and country of either, and how sure
    they are in tenths, the less sure one's. A tab in an operator's own name for a place is a blank here.
    """
    tenths = round(10 * min(one.certainty, two.certainty))
    here, there = (each.name.replace("\t", " ") for each in (one, two))
    return "\t".join((one.kind, here, one.country, two.kind, there, two.country, str(tenths)))


@lru_cache(maxsize=4_096)
def reporter_key(reporter: str) -> int:
    """What distinct reporters are counted by: short, and the same in every table."""
    return int.from_bytes(blake2b(reporter.encode(), digest_size=8).digest(), "big")


NOBODY = reporter_key("")
"""What stands for a reporter who is not known."""


def _distinct(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(value for value in values if value))


def _milliseconds(moment: datetime) -> int:
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
