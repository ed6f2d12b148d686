from collections.abc import Iterator

from spamatlas.model import PartyKind, Sighting
from spamatlas.trace.questions import MOST_NUMBERS
from spamatlas.trace.tracer import EVERY, Scene, Tracer

_UNASSIGNED = frozenset({"unassigned", "no_such_code"})


def trace(scene: Scene) -> Iterator[Sighting]:
    """Yield signs that numbers are used by somebody whom their plan did not give them to (ITU-T E.156).

    - called_back: people are to call a number in no range that its plan assigns: carriers that take such ranges over
      send the calls elsewhere, and share what they cost (BEREC, BoR (13) 37)
    - vouched: a provider signed a call from such a number with full or partial attestation (RFC 8588)
    """
    numbers = scene.facts.numbers
    for number in scene.message.numbers[:MOST_NUMBERS]:
        known = numbers.get(number.value)
        if known and known.state in _UNASSIGNED:
            yield Sighting("number_hijack", "called_back", "number_plan", 0.35, known.state)
            break
    sender, call = scene.message.sender, scene.message.call
    if call is None or sender is None or sender.kind is not PartyKind.PHONE:
        return
    known, level = numbers.get(sender.value), call.attestation.upper()[:1]
    if known and known.state in _UNASSIGNED and level in ("A", "B") and call.verification == "passed":
        yield Sighting("number_hijack", "vouched", "signature", 0.6, f"attestation {level}, {known.state}")


TRACER = Tracer(
    name="number-hijack",
    summary="finds numbers in use that no plan assigns",
    channels=EVERY,
    trace=trace,
)
