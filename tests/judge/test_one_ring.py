"""How much one ring counts by what calling back costs."""

import pytest

from spamatlas.judge.findings import findings
from spamatlas.model import Call, Channel, Message, Origin, Party, PartyKind, Sighting

ABROAD = Origin(sender_country="GN", destination="GB")
PREMIUM = Origin(destination="GB", sightings=(Sighting("number_kind", "premium", "number_plan", 0.9),))


@pytest.mark.parametrize(
    ("sender", "origin", "strength"),
    [("+224601123456", ABROAD, 0.9), ("+881612345678", Origin(), 1.0), ("+449012345678", PREMIUM, 1.0)],
    ids=["abroad", "satellite", "premium"],
)
def test_one_ring_counts_less_where_nothing_but_the_border_says_that_it_is_dear(
    sender: str, origin: Origin, strength: float
) -> None:
    call = Call(ring_seconds=2, answered=False)
    message = Message(submission_id="", channel=Channel.VOICE, sender=Party(PartyKind.PHONE, sender), call=call)
    found = {detector.name: finding.strength for detector, finding in findings([message], [origin])[0]}
    assert found["one-ring-call"] == strength
