import re

from spamatlas.model import Message, PartyKind
from spamatlas.trace.facts import Questions
from spamatlas.trace.source_headers import stated_addresses

MOST_HOPS = 32
MOST_NUMBERS = 8
_LITERAL = re.compile(r"\[?(?:IPv6:)?([0-9a-fA-F:.]{3,45})\]?\Z")


def questions(message: Message) -> Questions:
    """What the directories must know to trace a message.

    At most the newest ``MOST_HOPS`` hops and ``MOST_NUMBERS`` numbers: RFC 5321, section 6.3, has
    servers stop a loop at 100 hops; a route longer than 32 is one loop or made up.
    """
    addresses: dict[str, None] = {}
    hosts: dict[str, None] = {}
    for hop in message.hops[:MOST_HOPS]:
        addresses[hop.address] = None
        for name in (hop.by, hop.from_name, hop.helo):
            (addresses if address_in(name) else hosts)[address_in(name) or name] = None
    addresses.update(dict.fromkeys(stated_addresses(message)))
    addresses.pop("", None)
    hosts.update(dict.fromkeys(_domains(message)))
    hosts.pop("", None)
    return Questions(tuple(addresses), _numbers(message), tuple(hosts))


def address_in(name: str) -> str:
    """The address that stands for a host name (RFC 5321, section 4.1.3: an address literal), else empty."""
    if not name or not (name[0] in "[0123456789" or ":" in name):
        return ""
    found = _LITERAL.match(name)
    return found[1] if found and ("." in found[1] or ":" in found[1]) else ""


def domain_of(address: str) -> str:
    """The domain of a mail address, lower-case; empty where there is none."""
    return address.rpartition("@")[2].rstrip(".>").lower() if "@" in address else ""


def _domains(message: Message) -> list[str]:
    parties = (message.sender, message.reply_to, message.envelope_from, *message.recipients[:4])
    found = [domain_of(party.value) for party in parties if party]
    for result in message.authentication[:16]:
        found += [result.domain.rpartition("@")[2].lower(), result.server.lower()]
    return found


def _numbers(message: Message) -> tuple[str, ...]:
    parties = (message.sender, *message.recipients[:2])
    found = dict.fromkeys(party.value for party in parties if party and party.kind is PartyKind.PHONE)
    found.update(dict.fromkeys(number.value for number in message.numbers[:4]))
    return tuple(found)[:MOST_NUMBERS]
