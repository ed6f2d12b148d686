"""What a certainty means here, and how several become one.

A certainty is our probability (0..1) that the value is right. Few of them can be measured with what a
report holds, so most are an order with reasons: what cannot be forged stands above what costs something
to forge, and that above what anyone may write.

- 0.95-0.98: a cryptographic statement by who knows (DKIM through DMARC, SHAKEN attestation A)
- 0.9: seen by our own server in a TCP connection, or a fact of the format
- 0.6-0.85: a statement by a network with something to lose (caller's number, registry entry)
- 0.3-0.5: a sign with honest explanations, or a statement by a stranger
- below 0.3: a hint

Nothing known from headers alone reaches 1, and nothing here is 1 at all.
"""

from collections.abc import Iterable

from spamatlas.model import Sighting

CEILING = 0.99
NOTHING = Sighting("", "", "unknown", 0.0)


def winners(sightings: Iterable[Sighting]) -> dict[str, Sighting]:
    """The sighting with the highest certainty of each subject.

    Equal certainties are settled by the value, so that the order of tracers never matters.
    """
    best: dict[str, Sighting] = {}
    for sighting in sightings:
        leader = best.setdefault(sighting.subject, sighting)
        if leader is not sighting and (
            sighting.certainty > leader.certainty
            or (sighting.certainty == leader.certainty and sighting.value > leader.value)
        ):
            best[sighting.subject] = sighting
    return best


def settled(winner: Sighting, sightings: Iterable[Sighting]) -> float:
    """The certainty of a winner once the others have spoken.

    Another value of the same subject counts against it by half its own certainty:
    ``best * (1 - other / 2)``. So equal witnesses that contradict each other leave half or more, a weak hint
    hardly dents strong evidence. Witnesses that agree add nothing: they are seldom independent.
    """
    doubt = 0.0
    for sighting in sightings:
        if sighting.subject == winner.subject and sighting.value != winner.value and sighting.certainty > doubt:
            doubt = sighting.certainty
    return min(CEILING, winner.certainty) * (1 - doubt / 2)


def aged(certainty: float, years: float) -> float:
    """What is left of a fact about an address when the message is ``years`` older than the address data.

    Blocks are sold and re-assigned; how fast is not measured here, so the steps are our order: two
    years x 0.8, ten years x 0.5.
    """
    if years < 2:
        return certainty
    return certainty * (0.8 if years < 10 else 0.5)
