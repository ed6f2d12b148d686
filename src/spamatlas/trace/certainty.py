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


def combine(sightings: Iterable[Sighting]) -> dict[str, tuple[Sighting, float]]:
    """The best sighting of each subject, and its certainty once the others have spoken.

    The highest certainty wins. Another value of the same subject counts against it by half its own
    certainty: ``best * (1 - other / 2)``. So equal witnesses that contradict each other leave the first
    with half or more, never with nothing; a weak hint hardly dents strong evidence. Witnesses that
    agree add nothing, because they are seldom independent.
    """
    best: dict[str, Sighting] = {}
    against: dict[str, Sighting] = {}
    for sighting in sightings:
        leader = best.setdefault(sighting.subject, sighting)
        if leader is sighting:
            continue
        winner, loser = (sighting, leader) if _rank(sighting) > _rank(leader) else (leader, sighting)
        best[sighting.subject] = winner
        for rival in (loser, against.get(sighting.subject)):
            if rival is not None and rival.value != winner.value:
                strongest = against.get(sighting.subject)
                if strongest is None or strongest.value == winner.value or rival.certainty > strongest.certainty:
                    against[sighting.subject] = rival
    return {subject: (winner, _settle(winner, against.get(subject))) for subject, winner in best.items()}


def aged(certainty: float, years: float) -> float:
    """What is left of a fact about an address when the message is ``years`` older than the address data.

    Blocks are sold and re-assigned; how fast is not measured here, so the steps are our order: two
    years x 0.8, ten years x 0.5.
    """
    if years < 2:
        return certainty
    return certainty * (0.8 if years < 10 else 0.5)


def _rank(sighting: Sighting) -> tuple[float, str]:
    # Equal certainties are settled by the value, so that the order of tracers never matters.
    return sighting.certainty, sighting.value


def _settle(winner: Sighting, rival: Sighting | None) -> float:
    doubt = rival.certainty / 2 if rival is not None and rival.value != winner.value else 0.0
    return min(CEILING, max(0.0, winner.certainty)) * (1 - min(1.0, doubt))
