import re
from collections.abc import Iterator

from spamatlas.model import BY_TELEPHONE, Channel, Sighting
from spamatlas.trace.stated_fields import ORIGINATING, TRANSIT, name_in, stated
from spamatlas.trace.tracer import Scene, Tracer

MOST_OPERATORS = 6
MOST_COUNTRIES = 6
_PARAMETER = re.compile(r'(orig-ioi|transit-ioi)\s*=\s*(?:"([^"]{1,400})"|([^\s;,"]{1,120}))', re.IGNORECASE)
_INDEX = re.compile(r"\.[0-9]{1,3}$")
_COUNTRY = re.compile(r"\b[A-Z]{2}\b")


def trace(scene: Scene) -> Iterator[Sighting]:
    """Yield the operators that handed a call or text on, and the countries that it crossed, in the order of travel.

    Source: RFC 7315, section 5.6 (P-Charging-Vector: orig-ioi, transit-ioi with its index; void for those that hide);
    else what the call record itself names. One's own interconnect is known for sure, what lies behind is their word.
    """
    message = scene.message
    if not message.headers:
        return
    vector = message.fields.get("p-charging-vector", "")[:2_000] if message.channel is Channel.VOICE else ""
    named = [(kind.lower(), quoted or plain) for kind, quoted, plain in _PARAMETER.findall(vector)]
    first = [value for kind, value in named if kind == "orig-ioi"] or [stated(message, ORIGINATING)]
    crossed = [part for kind, value in named if kind == "transit-ioi" for part in value.split(",")]
    for said in (first[0], *crossed[:MOST_OPERATORS]):
        name = name_in(_INDEX.sub("", said.strip()))
        if name and name.lower() != "void":
            yield Sighting("transit_operator", name, "statement", 0.65, "stated in the signalling")
    for country in _COUNTRY.findall(stated(message, TRANSIT).upper())[:MOST_COUNTRIES]:
        yield Sighting("transit_country", country, "statement", 0.6, "stated in the record")


TRACER = Tracer(
    name="call-operators",
    summary="reads operators and countries of transit off a call's signalling",
    channels=BY_TELEPHONE,
    trace=trace,
)
