"""From a letter to the bytes of a mail (RFC 5322): plain text and HTML, in the reader's language."""

import re
from binascii import b2a_qp
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import cache, lru_cache
from hashlib import blake2b
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from msgspec import Struct, structs

from spamatlas.locale import Language
from spamatlas.model import Rejected
from spamatlas.outbox.letter import Letter, Place

LONGEST_SUBJECT = 200
SHORT_SUBJECT = 68
"""With the field's name still a line of at most 78 characters (RFC 5322, section 2.1.1)."""
_PARTS = (("text/plain", "txt"), ("text/html", "html"))
"""The one that is preferred comes last (RFC 2046, section 5.1.4)."""
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,190}", re.ASCII)
"""A dot-atom and a domain in A-labels (RFC 5321, section 4.1.2); quoted names and address literals are not taken."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_KEPT = ":/?&=.@+-_%~[]"
_POLICY = SMTP.clone(cte_type="7bit", max_line_length=78)


class Envelope(Struct, frozen=True, kw_only=True):
    """What a mail bears beside what it says. ``unsubscribe`` is an address of ours, or empty."""

    sender: str
    recipient: str
    message_id: str
    at: datetime
    unsubscribe: str = ""


def compose(letter: Letter, language: Language, place: Place, envelope: Envelope) -> bytes:
    """The mail, with lines that end in CRLF and in seven bits, so that no relay changes what was signed. The same is
    the same in every byte.

    Raises:
        Rejected: ``bad-address`` for a sender or recipient that no mail can go to.
    """
    plain = structs.replace(
        letter, paragraphs=tuple(map(one_line, letter.paragraphs)), subject=one_line(letter.subject)
    )
    facts = {"letter": plain, "language": language, "place": place, "unsubscribe": envelope.unsubscribe}
    facts["_"] = language.say
    boundary = f"=_{blake2b(envelope.message_id.encode(), digest_size=12).hexdigest()}"  # stands in no printed text
    parts = (_part(kind, _templates().get_template(f"letter.{name}").render(facts)) for kind, name in _PARTS)
    return b"".join(
        [
            _own_fields(envelope, language),
            _from(one_line(place.name), plain_address(envelope.sender)),
            _subject(plain.subject[:LONGEST_SUBJECT]),
            f'MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary="{boundary}"\r\n\r\n'.encode(),
            *(f"--{boundary}\r\n".encode() + part for part in parts),
            f"--{boundary}--\r\n".encode(),
        ]
    )


@lru_cache(maxsize=8)
def _from(name: str, address: str) -> bytes:
    return _folded("From", Address(name, addr_spec=address))


def _subject(text: str) -> bytes:
    """As it is where it fits into a line of printable ASCII; the standard library takes ten times as long."""
    if text and text.isascii() and len(text) < SHORT_SUBJECT:
        return f"Subject: {text}\r\n".encode()
    return _folded("Subject", text)


def _folded(name: str, value: object) -> bytes:
    """A field that holds somebody's text: in encoded words and lines where it must be (RFC 2047; RFC 5322, 2.2.3)."""
    message = EmailMessage(policy=_POLICY)
    message[name] = value
    return bytes(_POLICY.fold_binary(name, message[name]))


def _part(kind: str, text: str) -> bytes:
    """One form of the letter, quoted-printable (RFC 2045, section 6.7): no line is longer than 76 characters."""
    lines = text.replace("\r", "").strip("\n").split("\n")
    body = b2a_qp("".join(f"{each}\r\n" for each in lines).encode("utf-8", "replace"))
    head = f'Content-Type: {kind}; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
    return head.encode() + body + b"\r\n"


def _own_fields(envelope: Envelope, language: Language) -> bytes:
    """Fields that hold nobody's text, written as they are: a fold or an encoded word would cut a link."""
    fields = {
        "To": plain_address(envelope.recipient),
        "Date": format_datetime(envelope.at),
        "Message-ID": envelope.message_id,
        "Content-Language": language.code,
        # RFC 3834, section 5: nothing answers it by itself.
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    if envelope.unsubscribe:
        fields["List-Unsubscribe"] = f"<{quote(envelope.unsubscribe, safe=_KEPT)}>"
        fields["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return "".join(f"{name}: {value}\r\n" for name, value in fields.items()).encode("ascii")


def one_line(text: str) -> str:
    """A text as it may stand in a header field: without controls, line ends among them, and no encoded word."""
    plain = _CONTROL.sub(" ", text).encode("utf-8", "replace").decode().replace("=?", "= ?")
    return " ".join(plain.split())


def plain_address(address: str) -> str:
    """An address with its domain in A-labels (RFC 5891).

    Raises:
        Rejected: ``bad-address``.
    """
    local, _, domain = address.rpartition("@")
    try:
        plain = f"{local}@{domain.encode('idna').decode()}" if domain else ""
    except UnicodeError:
        plain = ""
    if not _ADDRESS.fullmatch(plain) or ".." in plain or local.startswith(".") or local.endswith("."):
        raise Rejected("bad-address", "a mail address is written as name@example.org")
    return plain


def domain_of(address: str) -> str:
    """The domain of an address, in small letters."""
    return address.rpartition("@")[2].lower()


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("spamatlas.outbox"),
        autoescape=lambda name: bool(name and name.endswith(".html")),  # noqa: S701  plain text needs none
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
