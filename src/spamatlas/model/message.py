from datetime import UTC, datetime
from functools import cached_property

from msgspec import Struct

from spamatlas.model.file import FileKind, Holding, ending_of
from spamatlas.model.party import Party
from spamatlas.model.vocabulary import Channel, MeasuringPoint

_MADE = ("account-created", "account_created", "x-account-created")


class Link(Struct, frozen=True):
    """A link as found in a message; never fetched.

    ``url`` is refanged (hxxp, bracketed dots) and absolute, ``mailto:`` where a code or a document opens a mail;
    ``host`` is the lower-case A-label or an address; ``domain`` the registrable domain by the public suffix list, or
    the host where there is none. ``text`` is what the reader saw. ``found_in`` is one of text, html, qr_code, pdf,
    header. ``userinfo_host`` is the host that the userinfo before an ``@`` reads as (RFC 3986, sections 3.2.1 and 7.6),
    which no browser opens; empty where there is none, and ``url`` holds no userinfo.
    """

    url: str
    host: str
    domain: str
    text: str = ""
    found_in: str = "text"
    userinfo_host: str = ""


class PhoneNumber(Struct, frozen=True):
    """A telephone number written in a message; ``value`` is E.164 with its plus sign.

    ``country`` is ISO 3166-1 alpha-2, or empty for a non-geographic code (ITU-T E.164, clause 6.2).
    ``kind`` is one of fixed, mobile, fixed_or_mobile, toll_free, premium, shared_cost, voip, personal,
    pager, uan, voicemail, unknown (the types of libphonenumber).
    """

    value: str
    country: str = ""
    kind: str = "unknown"


class Attachment(Struct, frozen=True):
    """A file that came with a message, as it names itself, and what its bytes are (``kind``) and hold (``holds``).

    Of an archive ``files`` is how many files it lists, the first 1000 at most, and ``names`` what a few of them are
    called, those first that can run.
    """

    name: str
    media_type: str
    body_bytes: int
    sha256: str
    kind: FileKind = ""
    holds: tuple[Holding, ...] = ()
    files: int = 0
    names: tuple[str, ...] = ()

    @property
    def ending(self) -> str:
        """The last ending of its name, in lower case; empty without one."""
        return ending_of(self.name)


class Hop(Struct, frozen=True, kw_only=True):
    """One Received field (RFC 5321, section 4.4), the newest first in a message, or one leg of another route.

    ``address`` is the connecting client's IP address as the writer of the field saw it.
    """

    by: str = ""
    from_name: str = ""
    helo: str = ""
    address: str = ""
    protocol: str = ""
    at: datetime | None = None


class Authentication(Struct, frozen=True):
    """One result of an Authentication-Results field (RFC 8601) or of a signed call (RFC 8224).

    ``server`` is the authserv-id; ``method`` spf, dkim, dmarc, arc, stir …; ``domain`` the identity that
    was checked. ``is_believed`` is false where the field cannot be one that the receiver's own border added
    (RFC 8601, section 5): anybody may have written it.
    """

    server: str
    method: str
    result: str
    domain: str = ""
    is_believed: bool = True


class Call(Struct, frozen=True):
    """What is known of a telephone call. Times in seconds; None where not measured.

    ``verification`` is what became of the signature (RFC 8224): passed, failed, none (unsigned), or what of its claims
    does not fit the call: ill_formed, other_caller, other_called, stale; empty where nothing is known. ``cell`` is
    the cell that the caller was in, ``device`` the first 14 digits of the caller's IMEI (3GPP TS 23.003, section 6.2).
    """

    ring_seconds: float | None = None
    talk_seconds: float | None = None
    answered: bool | None = None
    recorded: bool | None = None
    attestation: str = ""
    origid: str = ""
    trunk: str = ""
    verification: str = ""
    cell: str = ""
    device: str = ""


class Message(Struct, frozen=True, kw_only=True, dict=True):
    """One message, read: what a person saw, and what the machines on its way wrote on it.

    ``text`` is plain, in reading order, without markup; ``hidden_text`` is what the markup held but a
    person could not see. ``headers`` keeps names as written, the order of the message, values decoded.
    ``page_holds`` is what its own page holds beside what is read (``form``, ``password``, links that open no page).
    ``volume`` is how many messages this one stands for (1, save in aggregate reports).
    ``wrapped_in`` names the forwards that were taken off, outermost first (arf, attachment, inline …).
    ``warnings`` are codes of what was wrong with the bytes; the message is still usable.
    """

    submission_id: str
    channel: Channel
    subject: str = ""
    text: str = ""
    hidden_text: str = ""
    sent_at: datetime | None = None
    sender: Party | None = None
    reply_to: Party | None = None
    envelope_from: Party | None = None
    recipients: tuple[Party, ...] = ()
    links: tuple[Link, ...] = ()
    numbers: tuple[PhoneNumber, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    page_holds: tuple[Holding, ...] = ()
    hops: tuple[Hop, ...] = ()
    authentication: tuple[Authentication, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    message_id: str = ""
    language: str = ""
    category: str = ""
    call: Call | None = None
    measuring_point: MeasuringPoint = MeasuringPoint.REPORTED
    volume: int = 1
    html_bytes: int = 0
    raw_bytes: int = 0
    wrapped_in: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @cached_property
    def fields(self) -> dict[str, str]:
        """Each header field by its lower-case name, read once for all who ask; no part of the record.

        The values of one that comes again are joined by a comma; names have no case (RFC 5322, section 1.2.2).
        """
        found: dict[str, str] = {}
        for name, value in self.headers:
            key = name.lower()
            found[key] = f"{found[key]}, {value}" if key in found else value
        return found

    @cached_property
    def account_made(self) -> datetime | None:
        """When the sender's account was made, as the platform's record states it; None where it does not."""
        said = next((self.fields[name] for name in _MADE if name in self.fields), "") if self.headers else ""
        try:
            made = datetime.fromisoformat(said.strip())
        except ValueError:
            return None
        return made if made.tzinfo else made.replace(tzinfo=UTC)
