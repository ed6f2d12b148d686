"""What an operator on a route can do, by the class of the route: facts with who recommends them, as message ids.

The sources were read in their published summaries or tables of contents; names of documents are not translated.
"""

from collections.abc import Mapping

from msgspec import Struct

from spamatlas.model import RouteClass


def _(message_id: str) -> str:
    """Mark an English text for the catalogues (Babel finds calls of ``_``)."""
    return message_id


class Measure(Struct, frozen=True):
    """One thing to do, and the document that says so."""

    words: str
    source: str


_CODE = Measure(
    _("Forbid spam in every contract, watch for it and act on it"), "GSMA, Mobile Spam Code of Practice, 2006"
)
_PORT = Measure(_("Let no customer's line send mail directly (port 25)"), "M3AAWG, 2005")
_BOTNET = Measure(_("Share what is known of the botnet with other gateways"), "ITU-T X Suppl. 14, 2012")
_TRACEBACK = Measure(
    _("Trace a call back, hop by hop, to the provider it began with"), "Industry Traceback Group, 2016"
)
_FEEDBACK = Measure(_("Take complaints in a standard form and pass them to the sender's customer"), "RFC 6449, 2011")

MEASURES: Mapping[RouteClass, tuple[Measure, ...]] = {
    RouteClass.ON_NET: (
        _CODE,
        Measure(_("Let subscribers forward spam to a short code"), "GSMA, Spam Reporting Service (7726), 2011"),
        _PORT,
    ),
    RouteClass.PEER: (
        Measure(_("Publish an abuse address and answer reports in a standard form"), "M3AAWG, 2014"),
        Measure(_("Tell the other network by gateways that speak to each other"), "ITU-T X.1243, 2010"),
        _TRACEBACK,
    ),
    RouteClass.INTERNET_GATEWAY: (
        Measure(_("Sign calls with what is known of the caller; mark what comes from a gateway"), "RFC 8588, 2019"),
        Measure(
            _("Let no call out that shows a number kept for receiving calls"),
            "FCC and Ofcom, do-not-originate lists, 2025",
        ),
        _TRACEBACK,
    ),
    RouteClass.INTERNATIONAL: (
        Measure(_("Block calls from abroad that show a national number"), "CEPT ECC/REC/(23)03, 2023"),
        Measure(_("Take all foreign texts through a firewall with home routing"), "GSMA IR.70, IR.71, 2011"),
        Measure(_("Block numbers and withhold payments where numbers are misused"), "BEREC, BoR (13) 37, 2013"),
        Measure(_("Report misused numbers to ITU"), "ITU-T E.156, 2025"),
    ),
    RouteClass.SIM_BOX: (
        Measure(
            _("Find cards that send to many and get no answer, and devices that change cards"),
            "Murynets and others, INFOCOM, 2014",
        ),
        _CODE,
    ),
    RouteClass.BULK_SERVICE: (
        Measure(_("Deliver sender names only from those who registered them"), "IMDA, Sender ID Registry, 2022"),
        Measure(_("Send only to those whose consent can be shown"), "M3AAWG, Sender Best Common Practices, 2015"),
        _FEEDBACK,
    ),
    RouteClass.COMPROMISED_HOST: (
        _PORT,
        Measure(_("Vet customers of hosting, watch what they send and act on reports"), "M3AAWG, 2015"),
        _BOTNET,
        _FEEDBACK,
    ),
    RouteClass.IOT: (
        _BOTNET,
        _PORT,
    ),
    RouteClass.SOCIAL_ACCOUNT: (
        Measure(_("Filter on the sender's side and on the recipient's side"), "ITU-T X.1245, 2010"),
        Measure(_("Let users mark advertising in what others post, and act on it"), "ITU-T X.1232, 2019"),
        Measure(_("Report the account to the platform with what it posted and when"), "XARF 4, 2025"),
    ),
    RouteClass.SEARCH_RESULT: (
        Measure(_("Report the page to the search engine and to who hosts it"), "XARF 4, 2025"),
        Measure(_("Let resolvers of names refuse domains known to be bad"), "ISC, Response Policy Zones, 2010"),
    ),
    RouteClass.AD_NETWORK: (
        Measure(_("Report the advertisement to the network that shows it"), "ITU-T X.1249, 2019"),
        Measure(_("Let resolvers of names refuse domains known to be bad"), "ISC, Response Policy Zones, 2010"),
    ),
    RouteClass.UNKNOWN: (),
}
"""By class, what costs least first (our order)."""
