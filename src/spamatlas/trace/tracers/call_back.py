from collections.abc import Iterator

from spamatlas.model import Sighting
from spamatlas.trace.questions import MOST_NUMBERS
from spamatlas.trace.tracer import EVERY, Scene, Tracer


def trace(scene: Scene) -> Iterator[Sighting]:
    """Yield the numbers in the text that are dear to call back (Resolution 52, *further recognizing*: call-back)."""
    for number in scene.message.numbers[:MOST_NUMBERS]:
        known = scene.facts.numbers.get(number.value)
        if known and known.cost:
            yield Sighting("call_back", known.cost, "number_plan", 0.85 if known.cost == "premium" else 0.6, known.why)


TRACER = Tracer(
    name="call-back",
    summary="finds call-back numbers with a premium or high price",
    channels=EVERY,
    trace=trace,
)
