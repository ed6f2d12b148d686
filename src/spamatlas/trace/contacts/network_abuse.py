"""The abuse desk of the network that an address is in."""

from collections.abc import Iterator

from spamatlas.model import Contact, Role
from spamatlas.trace.contact import Finder, Subject

BOOTSTRAP = "https://data.iana.org/rdap/asn.json"
"""Which registry to ask about an autonomous system (RFC 9224, section 5)."""


def find(subject: Subject) -> Iterator[Contact]:
    """Yield the mailbox that the registry publishes; without one, where to look the network up."""
    address = subject.address
    if address and address.abuse_mailbox:
        yield Contact(Role.NETWORK_ABUSE, address.abuse_mailbox, address.operator)
    elif number := subject.autonomous or (address.asn if address else 0):
        operator = (address.operator if address else "") or f"AS{number}"
        yield Contact(Role.NETWORK_ABUSE, BOOTSTRAP, operator, "look_up")


FINDER = Finder(name="network_abuse", role=Role.NETWORK_ABUSE, find=find)
