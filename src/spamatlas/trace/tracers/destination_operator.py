from collections.abc import Iterator

from spamatlas.model import ON_PLATFORMS, PartyKind, Sighting
from spamatlas.trace.questions import MOST_RECIPIENTS
from spamatlas.trace.stated_fields import PLATFORM, name_in, stated
from spamatlas.trace.tracer import EVERY, Scene, Tracer


def trace(scene: Scene) -> Iterator[Sighting]:
    """Yield who serves the recipient: the carrier of the number, whose host took the mail, the platform.

    Nothing of the recipient: of a number the holder of its range, and no mail domain, which may be one person's own.
    """
    for party in scene.message.recipients[:MOST_RECIPIENTS]:
        known = scene.facts.numbers.get(party.value) if party.kind is PartyKind.PHONE else None
        if known and known.carrier:
            yield Sighting("destination_operator", known.carrier, "number_plan", 0.6, "who got the range of the number")
    if scene.chain.hops:
        taker = scene.facts.domains.get(scene.chain.hops[0].by)
        if taker and "." in taker.registrable:
            yield Sighting("destination_operator", taker.registrable, "header", 0.5, "the host that took the message")
    if scene.message.channel in ON_PLATFORMS and (name := name_in(stated(scene.message, PLATFORM))):
        yield Sighting("destination_operator", name, "statement", 0.8, "stated in the record")


TRACER = Tracer(
    name="destination-operator",
    summary="says who serves the recipient of a message",
    channels=EVERY,
    trace=trace,
)
