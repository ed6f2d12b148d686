"""What our own side wrote down about the connection it took a mail from."""

import re
from ipaddress import ip_address

from msgspec import Struct

from spamatlas.model import Message
from spamatlas.trace.questions import MOST_HOPS

_FIELDS = frozenset({"received-spf", "authentication-results"})
# RFC 7208, section 9.1; RFC 8601, section 2.3 leaves the comment free: one large provider writes the client there,
# another as a property of its own.
_CLIENT = re.compile(
    r"(?:client-ip=|sender ip is |smtp\.remote-ip=)\"?\[?(?:IPv6:)?([0-9a-f:.]{3,45}?)\]?\.?(?=[\s;,)\"]|\Z)",
    re.IGNORECASE,
)
_PASS = re.compile(r"\A\s*pass\b|\bspf=pass\b", re.IGNORECASE)
_DOMAIN = re.compile(
    r"(?:domain of |smtp\.mailfrom=|envelope-from=\"?<?)(?:[^\s@;\"]*@)?([\w.-]{3,253}?)\"?>?(?=[\s;)]|\Z)",
    re.IGNORECASE,
)
# The envelope of a forwarding from a mailbox of these, which start none before the receiving address has confirmed it
# (Gmail Help, "Automatically forward Gmail messages to another account"); the form as seen in mails of 2022 and later.
# Whoever has a domain of his own could write such an envelope and let SPF pass for it, so the domains are named.
_CONFIRMED = re.compile(
    r"<?[^\s@<>]{1,64}\+caf_=[^\s<>]{1,130}=[\w.-]{3,253}@(gmail\.com|googlemail\.com)>?\Z", re.IGNORECASE
)
_LONGEST = 1_000


class Statement(Struct, frozen=True):
    """A client address that was checked, below how many Received fields that stands, and whom SPF passed for.

    ``passed_for`` is empty where it did not pass. SPF is checked where mail comes in from outside (RFC 7208,
    section 2.5).
    """

    address: str
    below: int
    passed_for: str = ""


def statements(message: Message) -> tuple[Statement, ...]:
    """Everything of that kind that a mail bears, also what strangers wrote: their fields stand below all of ours."""
    if _FIELDS.isdisjoint(message.fields):
        return ()
    found: list[Statement] = []
    below = 0
    for name, value in message.headers:
        key = name.lower()
        if key == "received":
            below += 1
        elif key in _FIELDS and (client := _CLIENT.search(value[:_LONGEST])):
            found += _statement(client[1], below, value[:_LONGEST])
        if below > MOST_HOPS:
            break
    return tuple(found)


def confirmed_forwarding(message: Message) -> str:
    """The domain that forwarded the mail at its receiver's own wish, empty where the envelope does not say so.

    Only where there is one Return-Path: the last server puts its own in the place of all others (RFC 5321, section
    4.4). Whoever is of that domain must still be proven.
    """
    envelope = _CONFIRMED.match(message.fields.get("return-path", ""))
    return envelope[1].lower() if envelope else ""


def _statement(address: str, below: int, value: str) -> list[Statement]:
    try:
        canonical = str(ip_address(address))
    except ValueError:
        return []
    domain = _DOMAIN.search(value) if _PASS.search(value) else None
    return [Statement(canonical, below, domain[1].lower() if domain else "")]
