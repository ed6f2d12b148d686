from collections.abc import Iterator

from spamatlas.model import ON_PLATFORMS, Sighting
from spamatlas.trace.stated_fields import PLATFORM, name_in, stated
from spamatlas.trace.tracer import Scene, Tracer


def trace(scene: Scene) -> Iterator[Sighting]:
    """Yield the platform that a post came from and how old its account was, as the platform's record states it."""
    message = scene.message
    if name := name_in(stated(message, PLATFORM)):
        yield Sighting("platform", name, "statement", 0.8, "stated in the record")
    made = message.account_made
    if made is not None and message.sent_at is not None and (days := (message.sent_at - made).days) >= 0:
        yield Sighting("account_days", str(days), "statement", 0.8, "age of the account, in days")


TRACER = Tracer(
    name="platform-account",
    summary="names the platform of a post and the age of its account",
    channels=ON_PLATFORMS,
    trace=trace,
)
