from collections.abc import Callable, Iterable

from msgspec import Struct

from spamatlas.model import Channel, Message, Sighting
from spamatlas.trace.chain import Chain
from spamatlas.trace.facts import Facts


class Scene(Struct, frozen=True):
    """Everything that a tracer may look at: the message, what is on record, and how far the route is believed.

    ``source`` is the address that the rest asks about, ``source_certainty`` how sure it is (0..1);
    ``age_years`` how much older the message is than the address data (0 where that is not known).
    """

    message: Message
    facts: Facts
    chain: Chain
    source: str = ""
    source_certainty: float = 0.0
    home_country: str = ""
    age_years: float = 0.0


class Tracer(Struct, frozen=True, kw_only=True):
    """One way of finding out where a message came from.

    ``trace`` gives sightings and decides nothing; ``spamatlas.trace.origin`` combines them. It is
    only called for its ``channels``.
    """

    name: str
    summary: str
    channels: frozenset[Channel]
    trace: Callable[[Scene], Iterable[Sighting]]


EVERY = frozenset(Channel)
MAIL = frozenset({Channel.EMAIL})
