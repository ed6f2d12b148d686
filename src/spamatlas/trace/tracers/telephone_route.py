from collections.abc import Iterator

from spamatlas.model import BY_TELEPHONE, Channel, PartyKind, RouteClass, Sighting
from spamatlas.trace.facts import NumberFacts
from spamatlas.trace.questions import MOST_RECIPIENTS
from spamatlas.trace.tracer import Scene, Tracer

_TEXT = frozenset({Channel.SMS, Channel.MMS, Channel.RCS})


def trace(scene: Scene) -> Iterator[Sighting]:
    """Yield by what kind of way a text or call entered the network that got it.

    Source: 3GPP TS 23.040, section 9.1.2.5 (only applications can set a name as sender; handsets send
    numbers) and 3.8 (mail interworking); ATIS-1000074 (attestation C is a gateway's).
    """
    sender = scene.message.sender
    if sender is None:
        return
    if sender.kind in (PartyKind.ALPHANUMERIC, PartyKind.SHORT_CODE) and scene.message.channel in _TEXT:
        worth = 0.75 if sender.kind is PartyKind.ALPHANUMERIC else 0.7
        yield _way(RouteClass.BULK_SERVICE, "number_plan", worth, "only applications send under such a name")
    elif sender.kind in (PartyKind.EMAIL, PartyKind.SIP):
        yield _way(RouteClass.INTERNET_GATEWAY, "header", 0.75, "the sender is an Internet address")
    elif sender.kind is PartyKind.PHONE:
        known = scene.facts.numbers.get(sender.value)
        if known is not None:
            yield from _by_number(known, scene)


def _by_number(known: NumberFacts, scene: Scene) -> Iterator[Sighting]:
    call = scene.message.call
    if call and call.attestation.upper().startswith("C"):
        yield _way(RouteClass.INTERNET_GATEWAY, "signature", 0.5, "gateway attestation")
    if known.state != "assigned":
        return
    home = _home(scene)
    if known.non_geographic or (home and known.country and known.country != home.country):
        yield _way(RouteClass.INTERNATIONAL, "number_plan", 0.6, "a number of another country")
    elif known.kind == "voip":
        yield _way(RouteClass.INTERNET_GATEWAY, "number_plan", 0.5, "an Internet telephony number")
    elif home and home.carrier and known.carrier:
        same = known.carrier == home.carrier
        kind, detail = (RouteClass.ON_NET, "one range holder") if same else (RouteClass.PEER, "two range holders")
        # Porting moves numbers between holders, so this is better than a guess and no more.
        yield _way(kind, "number_plan", 0.4, detail)


def _home(scene: Scene) -> NumberFacts | None:
    """The recipient's number, else the bare home country."""
    for party in scene.message.recipients[:MOST_RECIPIENTS]:
        known = scene.facts.numbers.get(party.value)
        if known is not None and known.state == "assigned":
            return known
    return NumberFacts("", "assigned", scene.home_country) if scene.home_country else None


def _way(kind: RouteClass, known_by: str, certainty: float, detail: str) -> Sighting:
    return Sighting("route_class", kind.value, known_by, certainty, detail)


TRACER = Tracer(
    name="telephone-route",
    summary="tells applications, gateways, foreign and domestic numbers apart",
    channels=BY_TELEPHONE,
    trace=trace,
)
