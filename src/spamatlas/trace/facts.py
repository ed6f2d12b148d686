"""What a message gives to ask about, and what the directories answered."""

from datetime import date

from msgspec import Struct


class Questions(Struct, frozen=True):
    """What to look up for one message: IP addresses, E.164 numbers, host names; each once, bounded."""

    addresses: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()


class AddressFacts(Struct, frozen=True):
    """What is on record for an IP address; empty, 0 or ``unknown`` where nothing is.

    ``scope`` is public, private (also loopback, link-local and shared space: RFC 1918, 4193, 6598, 6890)
    or none for what is no address. ``network`` is the announced prefix (CIDR), ``operator`` the company or,
    failing it, the registered handle. ``country`` is where the address is used by location data;
    ``registry_country`` what the regional registry lists for the block. ``rpki`` is valid, invalid or
    unknown (RFC 6811). ``usage`` is what the range is used for (residential, cellular, hosting, business …);
    ``service`` an anonymising service known there (tor_exit_node, anonymous_vpn, public_proxy …).
    """

    address: str
    scope: str = "none"
    asn: int = 0
    network: str = ""
    operator: str = ""
    country: str = ""
    registry_country: str = ""
    rpki: str = "unknown"
    abuse_mailbox: str = ""
    usage: str = ""
    service: str = ""


class NumberFacts(Struct, frozen=True):
    """What the numbering plans say of a telephone number.

    ``state`` is assigned (in a range that its plan assigns), unassigned, too_short, too_long, no_such_code or
    unreadable. ``country`` is empty for a non-geographic code (ITU-T E.164, clause 6.2); where the
    number is not assigned it is the country whose calling code it bears. ``kind`` as in
    ``model.PhoneNumber``. ``carrier`` is who got the range, not who holds the number after porting.
    ``cost`` is premium (its plan says so), high (``why`` names the source) or empty.
    """

    number: str
    state: str = "unreadable"
    country: str = ""
    kind: str = "unknown"
    carrier: str = ""
    calling_code: int = 0
    non_geographic: bool = False
    cost: str = ""
    why: str = ""


class DomainFacts(Struct, frozen=True):
    """``registrable`` by the public suffix list (or the host where there is none); ``country_hint`` of its top level.

    A hint only: anyone may register under most country codes, and those that are sold as words
    (``.co``, ``.tv`` …) give none.
    """

    host: str
    registrable: str
    country_hint: str = ""


class AccountFacts(Struct, frozen=True):
    """``scheme`` is iban (ISO 13616), card (ISO/IEC 7812), bitcoin, ethereum, tron or unknown.

    ``institution`` is who keeps it, by its code: country and bank code of an IBAN, network and issuer identification
    number of a card; empty for a wallet, which nobody keeps.
    """

    account: str
    scheme: str = "unknown"
    country: str = ""
    institution: str = ""


class Facts(Struct, frozen=True):
    """All answers for one message; ``as_of`` is the day of the address data, None where there is none."""

    addresses: dict[str, AddressFacts] = {}
    numbers: dict[str, NumberFacts] = {}
    domains: dict[str, DomainFacts] = {}
    as_of: date | None = None
