"""The columns of a report in the store, by name and type, and how values become them."""

from collections.abc import Sequence
from typing import Annotated, get_type_hints

import msgspec
from msgspec import Struct

from spamatlas.model import Assignment, Origin, Verdict
from spamatlas.store import native
from spamatlas.store.native import Form
from spamatlas.store.structure import Structure

_encode = msgspec.json.Encoder().encode


def _documents(values: Sequence[Struct]) -> bytes:
    try:
        return native.octets(list(map(_encode, values)))
    except UnicodeEncodeError:
        return native.octets([_encode(native.clean(msgspec.to_builtins(value))) for value in values])


Small = Annotated[Sequence[int], Form("UInt8", native.numbers("B"))]
Short = Annotated[Sequence[int], Form("UInt16", native.numbers("H"))]
Whole = Annotated[Sequence[int], Form("UInt32", native.numbers("I"))]
Long = Annotated[Sequence[int], Form("UInt64", native.numbers("Q"))]
Moment = Annotated[Sequence[int], Form("DateTime64(3, 'UTC')", native.numbers("q"))]
Real = Annotated[Sequence[float], Form("Float32", native.numbers("f"))]
Identity = Annotated[Sequence[str], Form("FixedString(32)", native.letters(32))]
Address = Annotated[Sequence[bytes], Form("IPv6", b"".join)]
Text = Annotated[Sequence[str], Form("String", native.texts)]
Word = Annotated[Sequence[str], Form("LowCardinality(String)", native.words)]
Texts = Annotated[Sequence[Sequence[str]], Form("Array(String)", native.lists)]
_DOCUMENT = Form("String", _documents)


class Facts(Struct, frozen=True, kw_only=True):
    """The columns of ``report`` that a worker knows, a value a report; names as in the table, times in milliseconds."""

    id: Identity
    received_at: Moment
    sent_at: Moment
    sample: Small
    marking: Whole
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
    destination_operator: Word
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
    message: Annotated[Sequence[Structure], _DOCUMENT]
    origin: Annotated[Sequence[Origin], _DOCUMENT]
    edges: Texts


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
    verdict: Annotated[Sequence[Verdict], _DOCUMENT]
    assignment: Annotated[Sequence[Assignment], _DOCUMENT]


class Place(Struct, frozen=True, kw_only=True):
    """Where reports stand: in the log, and in a campaign of how many, shown how (empty: as the report itself)."""

    sequence: Long
    campaign: Long
    campaign_size: Whole
    campaign_verdict: Text


def _columns(kind: type[Struct]) -> list[tuple[bytes, Form]]:
    hints = get_type_hints(kind, include_extras=True)
    return [(native.head(name, hint.__metadata__[0]), hint.__metadata__[0]) for name, hint in hints.items()]


COLUMNS: dict[type[Struct], list[tuple[bytes, Form]]] = {kind: _columns(kind) for kind in (Place, Facts, Judgement)}


def written(values: Struct) -> bytes:
    """Columns of one kind as they go into a block."""
    columns = zip(COLUMNS[type(values)], msgspec.structs.astuple(values), strict=True)
    return b"".join([head + form.write(column) for (head, form), column in columns])
