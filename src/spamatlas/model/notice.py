from datetime import datetime

from msgspec import Struct

from spamatlas.model.origin import Contact
from spamatlas.model.vocabulary import Category, Channel, Lure, Role, VertexKind


class Instance(Struct, frozen=True):
    """One report as evidence in a notice: when it came, the SHA-256 of its bytes, where its message came from.

    Nothing of who reported it. ``address`` is empty where the notice is not to a network.
    """

    received_at: datetime
    sha256: str
    address: str = ""


class Charge(Struct, frozen=True, kw_only=True):
    """A thing that a notice is about, with what is told of it: counts are of the campaign's own reports alone."""

    kind: VertexKind
    name: str
    reports: int
    reporters: int
    first_seen: datetime
    last_seen: datetime
    certainty: float
    known_by: str
    instances: tuple[Instance, ...] = ()


class Grounds(Struct, frozen=True, kw_only=True):
    """Everything that a notice is written from: whom to write to, in which role, about what of which campaign.

    ``answer_to`` is the mail address for answers, empty where the node has none.
    """

    role: Role
    contact: Contact
    campaign: str
    channels: tuple[Channel, ...]
    category: Category
    lure: Lure
    charges: tuple[Charge, ...]
    node: str
    answer_to: str = ""


class Notice(Struct, frozen=True, kw_only=True):
    """A draft to somebody who can act. Nothing sends it: people do.

    ``reference`` is the same for the same campaign, role and things. ``text`` is plain, lines at most 76 characters
    where words allow; ``machine`` says the same to machines, in ``media_type``: XARF 4, or the fields of a feedback
    report (RFC 5965).
    """

    reference: str
    role: Role
    contact: Contact
    things: tuple[str, ...]
    subject: str
    text: str
    machine: str
    media_type: str
    language: str
