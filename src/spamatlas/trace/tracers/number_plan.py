from collections.abc import Iterator

from spamatlas.model import PartyKind, Sighting
from spamatlas.trace.facts import NumberFacts
from spamatlas.trace.tracer import EVERY, Scene, Tracer

# A caller's number is set by the calling side and checked by few networks: 8 of 15 European countries make
# operators block foreign calls that carry a national number (Cullen International, 2024-11), which says how
# often it is forged. Attestation says how much the first provider vouches for (ATIS-1000074).
_UNSIGNED = 0.6
_ATTESTED = {"A": 0.95, "B": 0.75, "C": 0.5}
_PLANLESS = frozenset({"unassigned", "too_short", "too_long", "no_such_code"})


def trace(scene: Scene) -> Iterator[Sighting]:
    """Yield country, type and range holder of the sender's number, and whether it can exist at all.

    Source: ITU-T E.164 and the national plans as collected by libphonenumber.
    """
    sender = scene.message.sender
    if sender is None or sender.kind is not PartyKind.PHONE:
        return
    known = scene.facts.numbers.get(sender.value)
    if known is None or known.state == "unreadable":
        return
    call = scene.message.call
    is_held = call is not None and call.verification in ("", "passed")
    level = call.attestation.upper()[:1] if call and is_held else ""
    worth, known_by = _ATTESTED.get(level, _UNSIGNED), "signature" if level in _ATTESTED else "number_plan"
    yield Sighting("number", known.number, "header", worth)
    if known.state in _PLANLESS:
        yield Sighting("number_state", known.state, "number_plan", 0.85)
        yield Sighting("spoof", "impossible_number", "number_plan", 0.7, known.state)
        if known.country:
            yield Sighting("country", known.country, known_by, worth / 2, "calling code only; no such number")
        return
    yield from _plan(known, worth, known_by)


def _plan(known: NumberFacts, worth: float, known_by: str) -> Iterator[Sighting]:
    if known.country:
        yield Sighting("sender_country", known.country, known_by, worth)
        yield Sighting("country", known.country, known_by, worth, "country of the sender's number")
    yield Sighting("number_kind", "non_geographic" if known.non_geographic else known.kind, "number_plan", 0.9)
    if known.carrier:
        yield Sighting("carrier", known.carrier, "number_plan", 0.6, "holder of the range; numbers are ported")
        yield Sighting("operator", known.carrier, known_by, worth * 0.6, "holder of the number's range")
    if known.kind in ("premium", "toll_free", "shared_cost", "uan", "voicemail"):
        # Such numbers are called, they do not call (the reason of the FCC's do-not-originate rules).
        yield Sighting("spoof", "inbound_only_number", "number_plan", 0.5, known.kind)


TRACER = Tracer(
    name="number-plan",
    summary="reads country, type and range holder off the sender's number",
    channels=EVERY,
    trace=trace,
)
