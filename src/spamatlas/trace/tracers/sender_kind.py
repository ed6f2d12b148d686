from collections.abc import Iterator

from spamatlas.model import PartyKind, Sighting
from spamatlas.trace.questions import domain_of
from spamatlas.trace.tracer import EVERY, Scene, Tracer


def trace(scene: Scene) -> Iterator[Sighting]:
    """Yield what sort of name the sender goes by, and the weak hint that a mail domain's top level gives."""
    sender = scene.message.sender
    if sender is None or sender.kind is PartyKind.UNKNOWN:
        return
    yield Sighting("sender_kind", sender.kind.value, "header", 0.9)
    known = scene.facts.domains.get(domain_of(sender.value)) if sender.kind is PartyKind.EMAIL else None
    if known and known.country_hint:
        yield Sighting("domain_country", known.country_hint, "header", 0.15, "top-level domain")


TRACER = Tracer(
    name="sender-kind",
    summary="tells numbers, short codes, names and mail addresses apart",
    channels=EVERY,
    trace=trace,
)
