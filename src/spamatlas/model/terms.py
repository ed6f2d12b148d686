"""What each value of the closed vocabularies is called, and what it means, as message ids.

The words follow WTSA Resolution 52 (Rev. Geneva, 2022), ITU-T X.1231 and the X.1240 series (X.1244 for
IP multimedia, X.1242 and X.1247 for mobile messages, X.1246 for calls, X.1249 for advertising inside
applications), the GSMA spam reporting pilot of 2010 for routes, and M3AAWG's practice for measuring
points. The definitions are our own.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from msgspec import Struct

from spamatlas.model.vocabulary import (
    CallToAction,
    Category,
    Channel,
    EdgeKind,
    Known,
    Lure,
    MeasuringPoint,
    PartyKind,
    Phase,
    Role,
    RouteClass,
    Ruling,
    VertexKind,
    WaypointKind,
)


def _(message_id: str) -> str:
    """Mark an English text for the catalogues (Babel finds calls of ``_``)."""
    return message_id


class Term(Struct, frozen=True):
    """A value in words: its short name, and one sentence that tells it from its neighbours."""

    name: str
    definition: str


def term(value: StrEnum) -> Term:
    """The words for a value of a closed vocabulary.

    Raises:
        KeyError: the value has none, which a test rules out.
    """
    return _TERMS[type(value)][value]


_CHANNELS = {
    Channel.EMAIL: Term(_("E-mail"), _("A message carried by Internet mail between mail servers (RFC 5598).")),
    Channel.SMS: Term(
        _("Text message"), _("A short message of the mobile network, from a number, a short code or a name.")
    ),
    Channel.MMS: Term(
        _("Picture message"), _("A multimedia message of the mobile network, with pictures, sound or long text.")
    ),
    Channel.RCS: Term(
        _("RCS message"), _("A message of the operators' Rich Communication Services, from a person or a business.")
    ),
    Channel.IM: Term(
        _("Instant message"), _("A message inside a messaging application, to one person or to a closed group.")
    ),
    Channel.VOICE: Term(
        _("Voice call"), _("A telephone call over a circuit or an IP network, answered, missed or recorded.")
    ),
    Channel.SOCIAL: Term(
        _("Social media"), _("A post, comment or invitation on a platform where people follow others.")
    ),
    Channel.SEARCH: Term(_("Search result"), _("A result or paid place of a search engine that leads people astray.")),
    Channel.WEB: Term(
        _("Web page"), _("Unwanted text that somebody placed on a site of others, such as a guest book.")
    ),
    Channel.PUSH: Term(
        _("Push notification"), _("A notice that a site or an application shows on the screen of a device.")
    ),
    Channel.IOT: Term(_("Connected thing"), _("A message sent or shown by a device that no person operates.")),
    Channel.FAX: Term(_("Fax"), _("A page sent to a fax machine or a fax service over the telephone network.")),
    Channel.OTHER: Term(_("Other channel"), _("A channel that this list does not name yet.")),
}

_CATEGORIES = {
    Category.ADVERTISING: Term(
        _("Advertising"), _("An offer of goods or services that nobody asked for, without evident deceit.")
    ),
    Category.PHISHING: Term(
        _("Phishing"), _("Passes itself off as somebody trusted to get passwords, codes, card or personal data.")
    ),
    Category.FRAUD: Term(_("Fraud"), _("Deceives people into handing over money or goods by a made-up story.")),
    Category.MALWARE: Term(
        _("Malware"), _("Brings or leads to software that harms the device or the people who use it.")
    ),
    Category.PREMIUM: Term(
        _("Premium-rate trap"),
        _("Earns by making people call back an expensive number, text one, or slip into a paid subscription."),
    ),
    Category.ADULT: Term(_("Adult content"), _("Sexual content or services that the recipient did not ask for.")),
    Category.GAMBLING: Term(_("Gambling"), _("Bets, casinos and games for money, licensed or not.")),
    Category.LOAN: Term(
        _("Loan offer"), _("Credit, debt relief or claims management offered to people who did not ask.")
    ),
    Category.DISINFORMATION: Term(
        _("Disinformation"),
        _("False statements spread in concert to sway opinion; judged by the concert, never by the view held."),
    ),
    Category.NUISANCE: Term(_("Nuisance"), _("Disturbs without a visible aim, such as silent calls or chain letters.")),
    Category.OTHER: Term(_("Other spam"), _("Unsolicited and in bulk, of a kind that this list does not name yet.")),
    Category.NOT_SPAM: Term(_("Not spam"), _("A message that its sender was entitled to send to this person.")),
}

_LURES = {
    Lure.PARCEL: Term(_("Parcel"), _("A delivery that failed, waits, or costs a fee.")),
    Lure.BANK: Term(_("Bank or card"), _("An account, card or transfer is blocked, in danger or to be confirmed.")),
    Lure.TAX: Term(_("Tax or authority"), _("A refund, debt or duty towards a public office.")),
    Lure.FINE: Term(_("Fine or toll"), _("A traffic fine, a road toll or a court fee to be paid at once.")),
    Lure.TELECOM: Term(_("Telephone account"), _("A bill, bonus points, a SIM card or a contract of the operator.")),
    Lure.FAMILY: Term(_("Family or friend"), _("Somebody close has a new number and needs help with money.")),
    Lure.JOB: Term(_("Job"), _("Easy work and good pay, or an application that was never made.")),
    Lure.INVESTMENT: Term(_("Investment"), _("Sure profit with shares, currencies or digital coins.")),
    Lure.LOTTERY: Term(_("Prize or inheritance"), _("A win, a gift or a legacy that a fee or data would set free.")),
    Lure.INSURANCE: Term(_("Insurance or claim"), _("A policy, a warranty or compensation for an accident.")),
    Lure.HEALTH: Term(_("Health"), _("Medicines, cures, slimming, tests or vaccination.")),
    Lure.DATING: Term(_("Dating"), _("A stranger who seeks company, love or conversation.")),
    Lure.SUBSCRIPTION: Term(_("Subscription"), _("A paid service that was started, renewed or must be cancelled.")),
    Lure.CHARITY: Term(_("Charity"), _("A donation for people in need.")),
    Lure.POLITICAL: Term(_("Politics"), _("A vote, a party, a candidate or a public dispute.")),
    Lure.TECH_SUPPORT: Term(
        _("Technical support"), _("A device or licence is said to be infected, broken or expired.")
    ),
    Lure.EXECUTIVE: Term(
        _("Superior at work"), _("The head of the firm or a colleague asks for a quick payment or favour.")
    ),
    Lure.EXTORTION: Term(_("Extortion"), _("A threat to publish, arrest or harm unless somebody pays.")),
    Lure.SURVEY: Term(_("Survey"), _("A few questions, often with a reward at the end.")),
    Lure.ACCOUNT: Term(_("Online account"), _("A mailbox, shop or platform account must be confirmed or is closed.")),
    Lure.DOCUMENT: Term(_("Document or invoice"), _("A file, an invoice or a voice message waits to be opened.")),
    Lure.OTHER: Term(_("Other story"), _("A story that this list does not name yet.")),
    Lure.NONE: Term(_("No story"), _("The message tells no story, or there is no text to tell.")),
}

_CALLS_TO_ACTION = {
    CallToAction.LINK: Term(_("Open a link"), _("The reader is to follow a link or scan a code.")),
    CallToAction.REPLY: Term(_("Reply"), _("The reader is to answer, here or by another channel.")),
    CallToAction.CALL_BACK: Term(_("Call a number"), _("The reader is to telephone a number of ordinary cost.")),
    CallToAction.PREMIUM_CALL_BACK: Term(
        _("Call an expensive number"), _("The reader is to call a premium-rate, satellite or costly foreign number.")
    ),
    CallToAction.ATTACHMENT: Term(_("Open an attachment"), _("The reader is to open a file that came along.")),
    CallToAction.INSTALL: Term(_("Install software"), _("The reader is to install an application or let somebody in.")),
    CallToAction.PAY: Term(_("Pay"), _("The reader is to send money, coins, vouchers or codes straight away.")),
    CallToAction.ENGAGE: Term(_("Like, follow or share"), _("The reader is to follow, like, vote or pass it on.")),
    CallToAction.NONE: Term(_("Nothing"), _("The message asks for nothing that can be told.")),
}

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

_KNOWN = {
    Known.YES: Term(_("Yes"), _("There is evidence for it.")),
    Known.NO: Term(_("No"), _("There is evidence against it.")),
    Known.UNKNOWN: Term(_("Not known"), _("The evidence does not settle it either way.")),
}

_RULINGS = {
    Ruling.SPAM: Term(_("Spam"), _("The profile in force counts the message as spam.")),
    Ruling.SUSPECT: Term(_("Suspect"), _("Much speaks for spam, but too little to count it as such.")),
    Ruling.HAM: Term(_("Wanted"), _("The profile in force does not count the message as spam.")),
}

_PHASES = {
    Phase.FEW: Term(_("Too few to tell"), _("Fewer than ten reports: a course could not be told from chance.")),
    Phase.NEW: Term(_("New"), _("Its first report came within the last seven days.")),
    Phase.GROWING: Term(_("Growing"), _("More reports in the last seven days than before, by more than chance.")),
    Phase.STEADY: Term(_("Steady"), _("As many reports in the last seven days as before, within what chance does.")),
    Phase.FADING: Term(_("Fading"), _("Fewer reports in the last seven days than before, by more than chance.")),
    Phase.QUIET: Term(_("Quiet"), _("No report for a week or more, when at its pace three or more would have come.")),
    Phase.RETURNED: Term(_("Returned"), _("It was quiet, and within the last seven days it came back.")),
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

_VERTEX_KINDS = {
    VertexKind.CAMPAIGN: Term(_("Campaign"), _("Messages that were found to be one sending of one maker.")),
    VertexKind.DOMAIN: Term(_("Domain"), _("A domain that messages link to, as somebody registered it.")),
    VertexKind.HOST: Term(_("Host"), _("A host that messages link to, below a registered domain.")),
    VertexKind.PAGE: Term(_("Page"), _("A single page on a host that many people share.")),
    VertexKind.PATH: Term(
        _("Page path"), _("A path that nobody else would choose, on whatever host; known by its hash alone.")
    ),
    VertexKind.NUMBER: Term(_("Number"), _("A telephone number that messages name or came from (ITU-T E.164).")),
    VertexKind.SENDER: Term(_("Sender account"), _("The address, name or account that messages say they come from.")),
    VertexKind.MAIL_HOST: Term(_("Sender's mail domain"), _("What stands behind the sign @ in the sender's address.")),
    VertexKind.SIGNER: Term(_("Authenticated domain"), _("A domain that vouched for the message (DKIM, SPF, DMARC).")),
    VertexKind.ADDRESS: Term(_("IP address"), _("The address of a machine that handed messages over.")),
    VertexKind.NETWORK: Term(_("Network"), _("The autonomous system that messages were handed over from.")),
    VertexKind.OPERATOR: Term(_("Operator"), _("The telephone operator that messages or calls came from.")),
    VertexKind.GATEWAY: Term(
        _("Gateway or service"), _("An aggregator, bulk service, service centre or trunk that messages came through.")
    ),
    VertexKind.ACCOUNT: Term(
        _("Payment or answer account"), _("A card, bank account, wallet, address or handle that is asked for.")
    ),
    VertexKind.INSTITUTION: Term(
        _("Bank or issuer"), _("Who keeps a bank account or issued a card, by the code in its number.")
    ),
    VertexKind.FILE: Term(_("File"), _("An attached file, known by its SHA-256 alone.")),
}

_EDGE_KINDS = {
    EdgeKind.NAMES: Term(_("Names"), _("What stands in the messages of a campaign, for its readers to follow.")),
    EdgeKind.SENT_FROM: Term(_("Sent from"), _("Where the messages of a campaign came from, as far as is known.")),
    EdgeKind.STATED: Term(_("Stated"), _("What a name, a register or a number plan says of a thing.")),
}

_ROLES = {
    Role.NETWORK_ABUSE: Term(_("Network's abuse desk"), _("Who runs the network can stop what is sent from it.")),
    Role.REGISTRY: Term(
        _("Registrar or registry"), _("Who sold or keeps a domain can suspend it, and knows who registered it.")
    ),
    Role.NUMBER_OPERATOR: Term(
        _("Number's operator"), _("Who serves a telephone number can withdraw it, and knows its subscriber.")
    ),
    Role.PLATFORM: Term(_("Platform"), _("Who runs a shared host or service can take a page or an account down.")),
    Role.PAYMENT: Term(_("Bank or payment service"), _("Who keeps an account can freeze it, and knows its holder.")),
}

_TERMS: Mapping[type[StrEnum], Mapping[Any, Term]] = {
    Channel: _CHANNELS,
    Category: _CATEGORIES,
    Lure: _LURES,
    CallToAction: _CALLS_TO_ACTION,
    RouteClass: _ROUTE_CLASSES,
    MeasuringPoint: _MEASURING_POINTS,
    Known: _KNOWN,
    Ruling: _RULINGS,
    Phase: _PHASES,
    PartyKind: _PARTY_KINDS,
    WaypointKind: _WAYPOINT_KINDS,
    VertexKind: _VERTEX_KINDS,
    EdgeKind: _EDGE_KINDS,
    Role: _ROLES,
}
