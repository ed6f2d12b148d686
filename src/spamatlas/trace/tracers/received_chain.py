from collections.abc import Iterator

from spamatlas.model import Sighting
from spamatlas.trace.tracer import MAIL, Scene, Tracer

# How much each sign says that the older part was made up (our order). A broken chain is common among honest
# servers with several names; a host of ours named by a stranger is not.
_SIGNS = {"names_our_host": 0.6, "time_reversed": 0.5, "broken_chain": 0.4, "long_delay": 0.2}
_HEARSAY, _DOUBTED_HEARSAY = 0.3, 0.1


def trace(scene: Scene) -> Iterator[Sighting]:
    """Yield the address our side got the mail from, the one that strangers name, and signs of forgery.

    Source: RFC 5321, section 4.4, says who writes what; RFC 5598, section 2.3, whose word counts.
    """
    chain = scene.chain
    if chain.source:
        yield Sighting("source_address", chain.source, "header", chain.belief, f"received field {chain.source_hop + 1}")
    for mark in chain.marks:
        yield Sighting("forged_chain", mark, "header", _SIGNS[mark])
    for hop in reversed(chain.hops[chain.trusted :]):
        known = scene.facts.addresses.get(hop.address)
        if known and known.scope == "public" and hop.address != chain.source:
            worth = _DOUBTED_HEARSAY if chain.marks else _HEARSAY
            yield Sighting("stated_source", hop.address, "header", worth, "beyond the first untrusted relay")
            return


TRACER = Tracer(
    name="received-chain",
    summary="follows the Received fields as far as they can be believed",
    channels=MAIL,
    trace=trace,
)
