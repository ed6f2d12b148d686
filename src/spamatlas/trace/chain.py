"""How far the Received fields of a message are to be believed."""

from datetime import datetime, timedelta
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from msgspec import Struct

from spamatlas.model import Hop, Message
from spamatlas.trace.border_statement import Statement, confirmed_forwarding, statements
from spamatlas.trace.facts import AddressFacts, Facts
from spamatlas.trace.questions import MOST_HOPS, address_in

# RFC 5321, section 4.5.4.1: senders give up after 4-5 days. Clocks of servers may be off by minutes; an hour
# is one wrong time zone, the commonest honest mistake.
LONGEST_DELAY = timedelta(days=5)
CLOCK_ERROR = timedelta(hours=1)
# A user of the forwarder's could write such an envelope by hand; that it is worth the trouble was never seen.
_FORWARDED = 0.8
_OUTDATED_DAYS = 2 * 365
_HOME_LINES = frozenset({"residential", "cellular", "traveler"})
_NOBODY = AddressFacts("")


class Chain(Struct, frozen=True):
    """The hops, newest first, cut where belief ends.

    ``hops[:trusted]`` were written by our own side (RFC 5598, section 2.3: one administrative domain);
    ``source`` is the public address from which our side got the message, as our side saw it, and
    ``source_hop`` the hop that says so (-1: none). ``belief`` (0..1) is how sure the boundary is.
    ``marks`` are signs that what is older was made up: time_reversed, long_delay, broken_chain,
    names_our_host.
    """

    hops: tuple[Hop, ...] = ()
    trusted: int = 0
    source: str = ""
    source_hop: int = -1
    belief: float = 0.0
    marks: tuple[str, ...] = ()


class Relays(Struct, frozen=True):
    """What was configured as ours: networks and domains."""

    networks: tuple[IPv4Network | IPv6Network, ...] = ()
    domains: tuple[str, ...] = ()

    def has(self, address: str, name: str) -> bool:
        """Whether a client is one of ours by address, or by the name that our server found for it."""
        if name and any(name == domain or name.endswith("." + domain) for domain in self.domains):
            return True
        return bool(self.networks and address) and _inside(address, self.networks)


@lru_cache(maxsize=64)
def relays(trusted: tuple[str, ...]) -> Relays:
    """The configured relays: ``trusted`` holds CIDR blocks, addresses and domains."""
    networks, domains = [], []
    for entry in trusted:
        try:
            networks.append(ip_network(entry, strict=False))
        except ValueError:
            domains.append(entry.strip().strip(".@").lower())
    return Relays(tuple(networks), tuple(domain for domain in domains if domain))


def walk(message: Message, facts: Facts, ours: Relays) -> Chain:
    """Follow the Received fields (RFC 5321, section 4.4) from the newest to the first one not to be believed.

    The newest field was written by whoever handed the message to us, so it is believed. A field is
    believed as long as the field above it says that its writer is ours: a private address, a configured
    relay or, where nothing settles it, a host of the same administrative domain as the one that took it.
    The first public client that is none of these is the source, and what it wrote itself is hearsay. Whose
    connection our side says that it checked by SPF is the source at once, or, where the mail's envelope
    shows a forwarding that the receiver confirmed, the forwarder, which is then our side.
    """
    hops = message.hops[:MOST_HOPS]
    # Each step rests on the same assumption as the one before, so the weakest counts, not the product.
    belief, weakest = 0.95 if ours.networks or ours.domains else 0.9, 1.0
    homes: set[str] = set()
    stated = statements(message) if len(hops) > 1 else ()
    forwarding = confirmed_forwarding(message) if stated else ""
    for place, hop in enumerate(hops):
        if home := _registrable(hop.by, facts):
            homes.add(home)
        older = message.hops[place + 1] if place + 1 < len(message.hops) else None
        step = Step(hop, older, homes, facts, ours)
        checked = _checked(step, place, stated) if stated else None
        if checked is None:
            weight = _own(step) if hop.address else _internal(step)
        elif forwarding and checked == forwarding and older:
            # The forwarder is our side from here on, and what is of our other provider is not.
            weight, forwarding = _FORWARDED, ""
            homes.clear()
        else:
            weight = 0.0
        if not weight:
            marks = _marks(hops, place + 1, homes, facts)
            found = hop.address and facts.addresses.get(hop.address, _NOBODY).scope == "public"
            return Chain(hops, place + 1, *((hop.address, place, belief * weakest) if found else ("", -1, 0.0)), marks)
        weakest = min(weakest, weight)
    return Chain(hops, len(hops), "", -1, belief * weakest if hops else 0.0)


class Step(Struct, frozen=True):
    """One step down: a believed hop, the field below it, and the domains of the believed hosts so far."""

    hop: Hop
    older: Hop | None
    homes: set[str]
    facts: Facts
    ours: Relays


def _checked(step: Step, place: int, stated: tuple[Statement, ...]) -> str | None:
    """Whom SPF passed for (or nobody: empty) where our side stated that it checked the client of a hop, else None.

    What stands above the hop's field is ours. What stands between it and the next older one may be the client's own:
    enough to end at the client, and not to go on behind him. A relay that is ours anyway may have been checked by a
    server behind it, which makes it no border.
    """
    hop = step.hop
    found = [one for one in stated if one.below <= place + 1 and one.address == hop.address]
    if not found or step.ours.has(hop.address, hop.from_name.lower()):
        return None
    if step.facts.addresses.get(hop.address, _NOBODY).scope != "public":
        return None
    return next((one.passed_for for one in found if one.passed_for and one.below <= place), "")


def _own(step: Step) -> float:
    """How sure (0..1) the client of a hop is one of ours; 0 where it is not.

    The steps are our own order: an address cannot be forged over TCP (1.0), a looked-up name needs control of
    the reverse zone (0.95), fetching by IMAP or POP is done from one's own mailbox (0.9), a HELO name may be
    anything, so it counts only where it is the very host that wrote the next field and no home line (0.7); what
    was one when the data was made says nothing of a mail that is years older.
    """
    hop, facts = step.hop, step.facts
    known = facts.addresses.get(hop.address, _NOBODY)
    if known.scope == "private" or step.ours.has(hop.address, hop.from_name.lower()):
        return 1.0
    if known.scope == "none" or step.older is None:
        return 0.0
    if hop.protocol.upper().startswith(("IMAP", "POP")):
        return 0.9
    if hop.from_name and _registrable(hop.from_name, facts) in step.homes:
        return 0.95
    claimed = (hop.helo or hop.from_name).lower()
    if not _is_same_host(claimed, step.older.by.lower()):
        return 0.0
    is_line = known.usage in _HOME_LINES and not _is_outdated(facts, hop)
    at_home = _registrable(claimed, facts) in step.homes and not is_line
    return 0.7 if at_home or step.ours.has("", claimed) else 0.0


def _is_outdated(facts: Facts, hop: Hop) -> bool:
    """Whether the address data is of two years or more after the hop; who uses a block changes (see ``certainty``)."""
    if hop.at is None or facts.as_of is None:
        return False
    return (facts.as_of - hop.at.date()).days > _OUTDATED_DAYS


def _is_same_host(one: str, other: str) -> bool:
    """One host, though large providers give it a name in each of their domains (host.a.example, host.b.example)."""
    first, second = one.partition(".")[0], other.partition(".")[0]
    return bool(one) and (one == other or (first == second and len(first) >= 6))


def _internal(step: Step) -> float:
    """How sure a hop that gives no address is a hand-over inside one system; 0 where it is not."""
    name = (step.hop.from_name or step.hop.helo).lower()
    if "." not in name or name.startswith("localhost."):
        # No client, or a bare name: inside, unless the field below was written somewhere else altogether.
        writer = _registrable(step.older.by, step.facts) if step.older else ""
        return 1.0 if not writer or not step.homes or writer in step.homes else 0.0
    if step.ours.has("", name):
        return 0.9
    return 0.8 if step.older is not None and _registrable(name, step.facts) in step.homes else 0.0


def _marks(hops: tuple[Hop, ...], trusted: int, homes: set[str], facts: Facts) -> tuple[str, ...]:
    """Signs against the older part; none of them is proof, honest servers break each rule now and then.

    ``homes`` are the domains of the believed hosts.
    """
    found: dict[str, None] = {}
    newer = hops[trusted - 1]
    for hop in hops[trusted:]:
        if mark := _time_mark(newer.at, hop.at):
            found[mark] = None
        writer = _registrable(hop.by, facts)
        if not _is_continued(newer, hop, writer, facts):
            found["broken_chain"] = None
        if writer in homes and _registrable(newer.from_name, facts) not in homes:
            found["names_our_host"] = None
        newer = hop
    return tuple(found)


def _time_mark(newer: datetime | None, older: datetime | None) -> str:
    if newer is None or older is None or (newer.tzinfo is None) != (older.tzinfo is None):
        return ""
    if older - newer > CLOCK_ERROR:
        return "time_reversed"
    return "long_delay" if newer - older > LONGEST_DELAY else ""


def _is_continued(newer: Hop, older: Hop, writer: str, facts: Facts) -> bool:
    """Whether the host that handed the message on is, as far as names tell, the one that wrote the older field.

    ``writer`` is the registrable domain of the host that wrote it, empty for a bare name or an address.
    """
    if not older.by or not (newer.from_name or newer.helo or newer.address):
        return True
    literal = "" if writer else address_in(older.by)
    if literal:
        known = facts.addresses.get(literal, _NOBODY)
        return known.scope == "private" or literal == newer.address
    if "." not in older.by or facts.addresses.get(newer.address, _NOBODY).scope == "private":
        return True
    return writer == _registrable(newer.from_name, facts) or writer == _registrable(newer.helo, facts)


def _registrable(name: str, facts: Facts) -> str:
    """The domain somebody registered; empty for a bare name or an address."""
    if not name or "." not in name or address_in(name):
        return ""
    known = facts.domains.get(name)
    return known.registrable if known else name.lower()


def _inside(address: str, networks: tuple[IPv4Network | IPv6Network, ...]) -> bool:
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    return any(parsed.version == block.version and parsed in block for block in networks)
