"""Between whom messages go, by which way, and where they are counted."""

from spamatlas.model.terms.term import Term, Terms, _
from spamatlas.model.vocabulary import MeasuringPoint, PartyKind, RouteClass, WaypointKind

_ROUTE_CLASSES = {
    RouteClass.ON_NET: Term(_("Own network"), _("Sent by a subscriber of the network that measured it.")),
    RouteClass.PEER: Term(_("Other network in the country"), _("Handed over by another operator of the same country.")),
    RouteClass.INTERNET_GATEWAY: Term(
        _("Internet gateway"), _("Entered the telephone or mobile network from the Internet through a gateway.")
    ),
    RouteClass.INTERNATIONAL: Term(_("International"), _("Crossed a border before it reached the measuring network.")),
    RouteClass.SIM_BOX: Term(
        _("SIM box"), _("Entered through devices with many subscriber cards that pose as ordinary handsets.")
    ),
    RouteClass.BULK_SERVICE: Term(
        _("Bulk service"), _("Sent through a paid service for many messages, such as an aggregator or mail provider.")
    ),
    RouteClass.COMPROMISED_HOST: Term(
        _("Hijacked computer"), _("Sent by a computer, server or mailbox whose owner does not know of it.")
    ),
    RouteClass.IOT: Term(_("Connected thing"), _("Sent by a hijacked or careless device that no person operates.")),
    RouteClass.SOCIAL_ACCOUNT: Term(_("Platform account"), _("Posted or sent by an account of a platform.")),
    RouteClass.SEARCH_RESULT: Term(_("Search engine"), _("Reached people through the list of results of a search.")),
    RouteClass.AD_NETWORK: Term(
        _("Advertising network"), _("Delivered as paid advertising on pages or in applications.")
    ),
    RouteClass.UNKNOWN: Term(_("Route not known"), _("What is known of the message does not tell how it came.")),
}

_WAYPOINT_KINDS = {
    WaypointKind.COUNTRY: Term(_("Country"), _("Where a message began or ended, when no network there is known.")),
    WaypointKind.NETWORK: Term(_("Network"), _("An autonomous system of the Internet, by its number (RFC 1930).")),
    WaypointKind.OPERATOR: Term(
        _("Operator"), _("A telephone operator: the holder of a number's range, or the one that a call's record names.")
    ),
    WaypointKind.SERVICE: Term(
        _("Service"), _("An aggregator, a mailing service or a service that shortens links, by its name.")
    ),
    WaypointKind.RELAY: Term(
        _("Mail relay"), _("Mail servers that passed a message on, by the domain that they share.")
    ),
    WaypointKind.GATEWAY: Term(
        _("Gateway"), _("A service centre for texts or a trunk for calls, as the record of an operator names it.")
    ),
    WaypointKind.PLATFORM: Term(_("Platform"), _("The platform on which something was posted or sent.")),
}

_MEASURING_POINTS = {
    MeasuringPoint.CONNECTION: Term(
        _("Connection"), _("Counted when a sender connected, before anything was accepted or refused.")
    ),
    MeasuringPoint.ACCEPTED: Term(_("Accepted"), _("Counted when a network took the message in, before filtering.")),
    MeasuringPoint.DELIVERED: Term(
        _("Delivered"), _("Counted when the message lay in the place where a person reads.")
    ),
    MeasuringPoint.REPORTED: Term(
        _("Reported"), _("Counted when a person or provider reported the message as unwanted.")
    ),
    MeasuringPoint.TRAPPED: Term(
        _("Trapped"), _("Counted at an address or number that nobody uses, so that nobody can have asked for it.")
    ),
    MeasuringPoint.SURVEYED: Term(_("Surveyed"), _("Estimated from what a sample of people said they had received.")),
}

_PARTY_KINDS = {
    PartyKind.EMAIL: Term(_("Mail address"), _("An address of Internet mail (RFC 5322).")),
    PartyKind.PHONE: Term(_("Telephone number"), _("An international number by ITU-T E.164.")),
    PartyKind.SHORT_CODE: Term(_("Short code"), _("A number of few digits that works in one country or network only.")),
    PartyKind.ALPHANUMERIC: Term(
        _("Sender name"), _("Up to eleven letters and digits shown in place of a number (3GPP TS 23.040).")
    ),
    PartyKind.SIP: Term(_("SIP address"), _("An address of Internet telephony (RFC 3261).")),
    PartyKind.HANDLE: Term(_("Account name"), _("The name of an account on a platform or in an application.")),
    PartyKind.UNKNOWN: Term(_("Not known"), _("The party is hidden, or its name is of no kind listed here.")),
}

TERMS: Terms = {
    RouteClass: _ROUTE_CLASSES,
    WaypointKind: _WAYPOINT_KINDS,
    MeasuringPoint: _MEASURING_POINTS,
    PartyKind: _PARTY_KINDS,
}
