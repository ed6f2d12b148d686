from collections.abc import Iterator

from spamatlas.model import Call, Channel, PartyKind, Sighting
from spamatlas.trace.facts import NumberFacts
from spamatlas.trace.tracer import Scene, Tracer

# One period of the slowest usual ringing cadence: 2 s on and 4 s off in North America (GR-506-CORE); Europe's
# 1 s and 4 s is shorter.
ONE_RING_SECONDS = 6.0


def trace(scene: Scene) -> Iterator[Sighting]:
    """Yield what a call record says: who vouched for the number, where it came in, and one-ring calls.

    Source: RFC 8588 (attestation, origid); RFC 8224 and 3GPP TS 24.229, section 7.2A.20 (verification); Resolution 52
    on calls that make people call back abroad.
    """
    call = scene.message.call
    if call is None:
        return
    level = call.attestation.upper()[:1]
    if level in ("A", "B", "C"):
        yield Sighting("attestation", level, "signature", 0.95)
    if call.verification:
        yield Sighting("verification", call.verification, "signature", 0.9)
    if call.origid:
        yield Sighting("origid", call.origid, "signature", 0.9)
    if call.trunk:
        yield Sighting("trunk", call.trunk, "statement", 0.9)
    known = _caller(scene)
    if known is not None and _is_one_ring(call):
        yield from _wangiri(known, scene)


def _is_one_ring(call: Call) -> bool:
    return (
        call.answered is not True
        and not call.talk_seconds
        and call.ring_seconds is not None
        and call.ring_seconds <= ONE_RING_SECONDS
    )


def _wangiri(known: NumberFacts, scene: Scene) -> Iterator[Sighting]:
    """Yield the sign with a certainty that grows with the price of calling back (our order)."""
    abroad = bool(scene.home_country) and known.country not in ("", scene.home_country)
    if known.cost == "premium":
        yield Sighting("wangiri", "premium", "number_plan", 0.85, "one unanswered ring from a premium range")
    elif known.cost == "high" and known.country != scene.home_country:
        yield Sighting("wangiri", "high_cost", "number_plan", 0.7, f"one unanswered ring; {known.why}")
    elif abroad or known.non_geographic:
        yield Sighting("wangiri", "international", "number_plan", 0.5, "one unanswered ring from abroad")


def _caller(scene: Scene) -> NumberFacts | None:
    sender = scene.message.sender
    return scene.facts.numbers.get(sender.value) if sender and sender.kind is PartyKind.PHONE else None


TRACER = Tracer(
    name="call",
    summary="reads attestation, trunk and one-ring calls off a call record",
    channels=frozenset({Channel.VOICE, Channel.FAX}),
    trace=trace,
)
