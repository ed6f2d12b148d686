from collections.abc import Iterator

from spamatlas.model import Channel, PartyKind, RouteClass, Sighting
from spamatlas.trace.facts import NumberFacts
from spamatlas.trace.questions import MOST_RECIPIENTS
from spamatlas.trace.stated_fields import CENTRES, HOME_ROUTED, name_in, number_in, stated
from spamatlas.trace.tracer import Scene, Tracer

_SAYS = {"yes": "yes", "true": "yes", "1": "yes", "no": "no", "false": "no", "0": "no"}


def trace(scene: Scene) -> Iterator[Sighting]:
    """Yield by which service centre a text came, where it is, and whether it fits the sender's number.

    Source: 3GPP TS 23.040, section 9.2.3.1: a handset sends through the centre whose address is on its card, its home
    operator's, abroad too; so a centre of another country than the number is a sign of a number that was put in (GSMA
    IR.70). 3GPP TR 23.840: home routing keeps foreign centres from learning where a subscriber is.
    """
    message = scene.message
    if not message.headers:
        return
    routed = _SAYS.get(stated(message, HOME_ROUTED).lower())
    if routed:
        yield Sighting("home_routing", routed, "statement", 0.8, "stated in the record")
    said = stated(message, CENTRES)
    number = number_in(said)
    if not number:
        if name := name_in(said):
            yield Sighting("gateway", name, "statement", 0.7, "service centre, by a name")
        return
    known = scene.facts.numbers.get(number)
    country = known.country if known and known.state == "assigned" else ""
    yield Sighting("gateway", number, "statement", 0.85, "service centre", country)
    if known and country:
        yield from _fit(known, scene)


def _fit(centre: NumberFacts, scene: Scene) -> Iterator[Sighting]:
    """What the centre's country says of the way, and of the sender's number; plans that share a code are one here."""
    sender = scene.message.sender
    if _is_abroad(centre, scene):
        # A name is set by applications everywhere, but a short code is given out in one country and reached from
        # nowhere else: there the centre says more than the code, of which anybody may write any.
        is_code = sender is not None and sender.kind is PartyKind.SHORT_CODE
        worth = 0.72 if is_code else 0.65
        yield Sighting("route_class", RouteClass.INTERNATIONAL, "statement", worth, "a service centre abroad")
    if sender is None or sender.kind is not PartyKind.PHONE:
        return
    known = scene.facts.numbers.get(sender.value)
    if known and known.state == "assigned" and known.country and known.calling_code != centre.calling_code:
        yield Sighting("spoof", "foreign_centre", "statement", 0.6, "the service centre of another country")


def _is_abroad(centre: NumberFacts, scene: Scene) -> bool:
    """Whether the centre is in another country than who got the text: by their number, else the node's home country."""
    for party in scene.message.recipients[:MOST_RECIPIENTS]:
        known = scene.facts.numbers.get(party.value)
        if known is not None and known.country:
            return known.calling_code != centre.calling_code
    return bool(scene.home_country) and centre.country != scene.home_country


TRACER = Tracer(
    name="message-centre",
    summary="reads the service centre of a text, and whether it fits the sender's number",
    channels=frozenset({Channel.SMS, Channel.MMS}),
    trace=trace,
)
