"""What an evidence package says: the manifest, and the chain of what was done with what was filed."""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from spamatlas.model.digest import NO_DIGEST
from spamatlas.model.vocabulary import Category, Channel, Lure, MeasuringPoint, RouteClass, Ruling

FORMAT: Literal["spamatlas-evidence/1"] = "spamatlas-evidence/1"
"""Raised when a reader of this one would misread the next."""

Digest = Annotated[str, Meta(pattern="^[0-9a-f]{64}$", description="SHA-256, hexadecimal")]
Identifier = Annotated[str, Meta(pattern="^[0-9a-f]{32}$", description="A report's id")]
Number = Annotated[int, Meta(ge=0)]
Moment = Annotated[datetime, Meta(tz=True)]


class Handling(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing that was done with what was filed: a line of the chain of custody.

    ``number`` counts from 1. ``previous`` is the SHA-256 of the bytes of the line before (without its line end), 64
    zeros for the first. ``report`` is empty where it concerns the whole package. ``who`` is ``reporter:`` and a
    pseudonym, ``node``, or whoever worked at the node; never a reporter's name or address.
    """

    number: Number
    at: Moment
    kind: Literal["accepted", "sealed", "quarantined", "spam", "ham", "forget", "undone", "erased", "exported"]
    who: str
    report: str = ""
    facts: dict[str, str] = {}
    previous: str = NO_DIGEST


class PackedReport(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One report in a package: how it was obtained, what it was taken for, and where its bytes are.

    ``path`` names the original bytes in the package; it is empty where they are gone, and ``missing`` says why
    (``evidence-erased``, ``evidence-missing``, ``evidence-damaged``). ``media_type`` says in which format
    it was taken in, ``measuring_point`` where on the message's way, ``reporter`` is a pseudonym. ``sequence`` is its
    place in the node's log. ``seal`` names the sheet of the log that it is on, ``sealed_as`` the line whose hash stands
    there; both are empty where it was not sealed yet. The fields from ``channel`` on are empty where it is not
    analysed; ``tlp``, its label (TLP 2.0), on a node that gives none.
    """

    id: Identifier
    sequence: Number
    received_at: Moment
    media_type: str
    measuring_point: MeasuringPoint
    reporter: str
    sample: bool
    body_bytes: Number
    sha256: str
    path: str = ""
    missing: str = ""
    seal: str = ""
    sealed_as: str = ""
    channel: Channel | None = None
    campaign: str = ""
    ruling: Ruling | None = None
    spam: float | None = None
    category: Category | None = None
    lure: Lure | None = None
    profile: str = ""
    sender: str = ""
    country: str = ""
    asn: Number = 0
    operator: str = ""
    route_class: RouteClass | None = None
    domains: tuple[str, ...] = ()
    tlp: str = ""


class PackedCampaign(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One campaign that a package is of. ``size`` counts all its reports; the package may hold fewer."""

    campaign: str
    size: Number
    reporters: Number
    first_seen: Moment
    last_seen: Moment
    ruling: Ruling | None = None
    category: Category | None = None
    lure: Lure | None = None
    channels: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()


class ChainEnd(Struct, frozen=True, forbid_unknown_fields=True):
    """How long the chain is, and the SHA-256 of its last line."""

    entries: Number
    head: Digest


class Manifest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a package holds, for machines.

    ``of`` are the names that were asked for: campaigns and reports. ``authority`` is the fingerprint (SHA-256 of the
    DER form) of the certificate that the node's own time stamps lead to. ``left_out`` counts reports of its campaigns
    beyond the most that one package holds, and those whose label does not let them leave. ``tlp`` is the strictest
    label among its reports, which holds for the whole.
    """

    format: Literal["spamatlas-evidence/1"] = FORMAT
    made_at: Moment
    node: str
    software: str
    of: tuple[str, ...]
    language: str
    authority: Digest
    chain: ChainEnd
    reports: tuple[PackedReport, ...]
    campaigns: tuple[PackedCampaign, ...] = ()
    left_out: Number = 0
    tlp: str = ""
