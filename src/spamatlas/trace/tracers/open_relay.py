from collections.abc import Iterator

from spamatlas.model import Sighting
from spamatlas.trace.home_lines import USAGES, is_home_line
from spamatlas.trace.tracer import MAIL, Scene, Tracer


def trace(scene: Scene) -> Iterator[Sighting]:
    """Yield the sign of an open relay: the server that handed the mail to us took it from a customer's line, unasked.

    Source: RFC 3848 (what is taken with a password says so: ESMTPA, ESMTPSA); ITU-T X.1241, clause 9.1; home lines do
    not deliver by themselves (M3AAWG, managing port 25). The server's own word is hearsay, so it weighs little, and
    nothing where it looks made up.
    """
    chain = scene.chain
    if chain.source_hop < 0 or chain.marks or chain.source_hop + 1 >= len(chain.hops):
        return
    relay, taken = chain.hops[chain.source_hop], chain.hops[chain.source_hop + 1]
    protocol = taken.protocol.upper()
    if protocol not in ("SMTP", "ESMTP", "ESMTPS", "UTF8SMTP", "UTF8SMTPS") or not relay.from_name:
        return
    line = scene.facts.addresses.get(taken.address)
    server = scene.facts.addresses.get(chain.source)
    if line is None or server is None or line.scope != "public" or line.asn == server.asn:
        return  # a provider knows the lines of its own customers
    if (line.usage in USAGES and scene.age_years < 2) or is_home_line(taken.from_name):
        yield Sighting("open_relay", chain.source, "header", 0.35, "took it from another network's customer, unasked")


TRACER = Tracer(
    name="open-relay",
    summary="finds servers that take mail from anybody's line",
    channels=MAIL,
    trace=trace,
)
