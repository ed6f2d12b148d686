"""What campaigns have in common, and who can act on it."""

from spamatlas.model.terms.term import Term, Terms, _
from spamatlas.model.vocabulary import EdgeKind, Role, VertexKind

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

TERMS: Terms = {VertexKind: _VERTEX_KINDS, EdgeKind: _EDGE_KINDS, Role: _ROLES}
