import re

from spamatlas.model import Channel, Message, PartyKind
from spamatlas.trace.facts import Questions
from spamatlas.trace.source_headers import stated_addresses
from spamatlas.trace.stated_fields import CENTRES, number_in, stated

MOST_HOPS = 32
MOST_RECIPIENTS = 2
MOST_NUMBERS = 4
MOST_RESULTS = 16
_TEXTS = frozenset({Channel.SMS, Channel.MMS})
_LITERAL = re.compile(r"\[?(?:IPv6:)?([0-9a-fA-F:.]{3,45})\]?\Z")


def questions(message: Message) -> Questions:
    """What the directories must know to trace a message.

    Bounded by the ``MOST_`` figures, which are ours. RFC 5321, section 6.3, has servers stop a loop at 100
    hops; a route longer than 32 is a loop or made up.
    """
    addresses, hosts = _hops(message) if message.hops else ({}, {})
    if message.headers:
        addresses.update(dict.fromkeys(stated_addresses(message)))
    numbers: dict[str, None] = {}
    for party in (message.sender, message.reply_to, message.envelope_from, *message.recipients[:MOST_RECIPIENTS]):
        if party is None:
            continue
        if party.kind is PartyKind.PHONE:
            numbers[party.value] = None
        elif party.kind is PartyKind.EMAIL:
            hosts[domain_of(party.value)] = None
    for number in message.numbers[:MOST_NUMBERS]:
        numbers[number.value] = None
    if message.headers and message.channel in _TEXTS:
        numbers[number_in(stated(message, CENTRES))] = None
    for result in message.authentication[:MOST_RESULTS]:
        hosts[result.domain.rpartition("@")[2].lower()] = None
        hosts[result.server.lower()] = None
    addresses.pop("", None)
    hosts.pop("", None)
    numbers.pop("", None)
    return Questions(tuple(addresses), tuple(numbers), tuple(hosts))


def _hops(message: Message) -> tuple[dict[str, None], dict[str, None]]:
    hops = message.hops[:MOST_HOPS]
    addresses = dict.fromkeys([hop.address for hop in hops])
    hosts = dict.fromkeys([name for hop in hops for name in (hop.by, hop.from_name, hop.helo)])
    for name in [name for name in hosts if name[:1] in "[0123456789" or ":" in name]:
        if literal := address_in(name):
            del hosts[name]
            addresses[literal] = None
    return addresses, hosts


def address_in(name: str) -> str:
    """The address that stands for a host name (RFC 5321, section 4.1.3: an address literal), else empty."""
    if not name or not (name[0] in "[0123456789" or ":" in name):
        return ""
    found = _LITERAL.match(name)
    return found[1] if found and ("." in found[1] or ":" in found[1]) else ""


def domain_of(address: str) -> str:
    """The domain of a mail address, lower-case; empty where there is none."""
    return address.rpartition("@")[2].rstrip(".>").lower() if "@" in address else ""
