import re
from urllib.parse import urlsplit

from msgspec import Struct

from spamatlas.model import Contact
from spamatlas.trace.directories import Directory
from spamatlas.trace.facts import AddressFacts, DomainFacts, NumberFacts
from spamatlas.trace.questions import address_in

_NUMBER = re.compile(r"(?:\+|00)?[0-9](?:[ ().\-/]*[0-9]){5,19}\Z")
_SCHEME = re.compile(r"(?:h(?:tt|xx)ps?|ftp)://", re.IGNORECASE)


class Record(Struct, frozen=True):
    """Everything known offline about one thing; ``kind`` is address, number, domain or unknown.

    Only the part that ``kind`` names is filled. ``as_of`` is the day of the address data (ISO 8601) or empty.
    """

    target: str
    kind: str = "unknown"
    address: AddressFacts | None = None
    number: NumberFacts | None = None
    domain: DomainFacts | None = None
    contacts: tuple[Contact, ...] = ()
    as_of: str = ""


def look_up(target: str, directory: Directory) -> Record:
    """What is on record for an IP address, an E.164 number, a domain, a mail address or a URL.

    Dots in brackets and ``hxxp`` are read as meant. Nothing is asked of the network: a domain's own
    address is not known here. Never fails: what is none of these is of kind ``unknown``.
    """
    cleaned = target.strip()[:2_000].replace("[.]", ".").replace("(.)", ".")
    is_url = bool(_SCHEME.match(cleaned))
    host = _host(cleaned) if is_url else cleaned.rpartition("@")[2]
    address = directory.addresses.find(address_in(host) or host)
    as_of = str(directory.addresses.as_of or "")
    if address.scope != "none":
        contacts = (Contact("network_abuse", address.abuse_mailbox, address.operator),)
        return Record(
            target, "address", address=address, contacts=contacts if address.abuse_mailbox else (), as_of=as_of
        )
    if not is_url and _NUMBER.match(cleaned):
        digits = re.sub(r"[^0-9]", "", cleaned)
        digits = digits.removeprefix("00") if cleaned.startswith("00") else digits
        return Record(target, "number", number=directory.numbers.find("+" + digits), as_of=as_of)
    domain = directory.domains.find(host.lower())
    known = "." in domain.registrable and not any(sign.isspace() for sign in host)
    return Record(target, "domain", domain=domain, as_of=as_of) if known else Record(target, as_of=as_of)


def _host(url: str) -> str:
    try:
        return urlsplit(re.sub("(?i)^hxxp", "http", url)).hostname or ""
    except ValueError:
        return ""
