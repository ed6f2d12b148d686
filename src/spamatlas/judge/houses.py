"""Firms and offices whose own domains carry no words but their own."""

from functools import cache

from spamatlas.judge.brands import brands

# Chosen by hand in 2026-11 among the domains of ``brands.txt``, by what is commonly known. Left out is every domain
# where others have a mailbox (providers, operators, Poste), or under which the words, files, invoices, requests or
# invitations of others are sent: PayPal, DocuSign, Google, Microsoft, Apple, Dropbox, social networks, market places,
# booking houses, carriers whose shippers add a note, banks of Zelle. Whoever gets hold of an account there writes what
# they like under a good signature. One that is missing costs its mail no more than this sign.
HOUSES = frozenset(
    (  # noqa: SIM905
        "netflix.com spotify.com disneyplus.com steampowered.com epicgames.com nintendo.com walmart.com costco.com "
        "zalando.com dhl.de deutschepost.de usps.com royalmail.com parcelforce.com evri.com dpd.co.uk dpdlocal.co.uk "
        "chronopost.fr laposte.fr colissimo.fr mondialrelay.fr correos.es postnl.nl bpost.be postnord.se postnord.dk "
        "inpost.pl inpost.co.uk post.ch swisspost.ch auspost.com.au canadapost.ca anpost.com singpost.com "
        "correios.com.br americanexpress.com hsbc.co.uk barclays.co.uk barclaycard.co.uk lloydsbank.co.uk natwest.com "
        "halifax.co.uk nationwide.co.uk santander.co.uk caixabank.com bankinter.com labanquepostale.fr boursobank.com "
        "caisse-epargne.fr commerzbank.de deutsche-bank.de comdirect.de dkb.de targobank.de ing.de postfinance.ch "
        "rabobank.nl abnamro.nl belfius.be unicredit.it danskebank.dk swedbank.se nubank.com.br hdfcbank.net "
        "icicibank.com axisbank.com dbs.com ocbc.com commbank.com.au westpac.com.au kiwibank.co.nz irs.gov ameli.fr "
        "impots.gouv.fr antai.gouv.fr elster.de digid.nl belastingdienst.nl agenziaentrate.gov.it inps.it "
        "skatteverket.se"
    ).split()
)


@cache
def rooms_of(domain: str) -> frozenset[str]:
    """The domains of a house, by one of them; empty for every other, a name under another suffix among them."""
    if domain not in HOUSES:
        return frozenset()
    owned = (brand.domains for brand in brands().values() if domain in brand.domains)
    return HOUSES & {each for domains in owned for each in domains}
