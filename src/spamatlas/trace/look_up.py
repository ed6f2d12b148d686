import re
from urllib.parse import urlsplit

from msgspec import Struct

from spamatlas.model import Contact
from spamatlas.trace.contact import Subject, contacts_of
from spamatlas.trace.directories import Directory
from spamatlas.trace.facts import AccountFacts, AddressFacts, DomainFacts, NumberFacts
from spamatlas.trace.questions import address_in

_NUMBER = re.compile(r"(?:\+|00)?[0-9](?:[ ().\-/]*[0-9]){5,19}\Z")
_SCHEME = re.compile(r"(?:h(?:tt|xx)ps?|ftp)://", re.IGNORECASE)


class Record(Struct, frozen=True):
    """Everything known offline about one thing; ``kind`` is address, number, domain, account or unknown.

    Only the part that ``kind`` names is filled. ``as_of`` is the day of the address data (ISO 8601) or empty.
    """

    target: str
    kind: str = "unknown"
    address: AddressFacts | None = None
    number: NumberFacts | None = None
    domain: DomainFacts | None = None
    account: AccountFacts | None = None
    contacts: tuple[Contact, ...] = ()
    as_of: str = ""


def look_up(target: str, directory: Directory, *, is_shared: bool = False) -> Record:
    """What is on record for an IP address, an E.164 number, a domain, a mail address, a URL, a bank account or wallet.

    Dots in brackets and ``hxxp`` are read as meant. Nothing is asked of the network: a domain's own
    address is not known here. ``is_shared``: many people have their own things at this domain, so that whoever runs it
    is who can act. Never fails: what is none of these is of kind ``unknown``.
    """
    cleaned = target.strip()[:2_000].replace("[.]", ".").replace("(.)", ".")
    is_url = bool(_SCHEME.match(cleaned))
    host = _host(cleaned) if is_url else cleaned.rpartition("@")[2]
    address = directory.addresses.find(address_in(host) or host)
    as_of = str(directory.addresses.as_of or "")
    if address.scope != "none":
        return Record(target, "address", address=address, contacts=contacts_of(Subject(address=address)), as_of=as_of)
    account = directory.accounts.find(cleaned)
    if account.scheme != "unknown":
        return Record(target, "account", account=account, contacts=contacts_of(Subject(account=account)), as_of=as_of)
    if not is_url and _NUMBER.match(cleaned):
        digits = re.sub(r"[^0-9]", "", cleaned)
        digits = digits.removeprefix("00") if cleaned.startswith("00") else digits
        number = directory.numbers.find("+" + digits)
        return Record(target, "number", number=number, contacts=contacts_of(Subject(number=number)), as_of=as_of)
    domain = directory.domains.find(host.lower())
    if "." not in domain.registrable or any(sign.isspace() for sign in host):
        return Record(target, as_of=as_of)
    contacts = contacts_of(Subject(domain=domain, is_shared=is_shared))
    return Record(target, "domain", domain=domain, contacts=contacts, as_of=as_of)


def _host(url: str) -> str:
    try:
        return urlsplit(re.sub("(?i)^hxxp", "http", url)).hostname or ""
    except ValueError:
        return ""
