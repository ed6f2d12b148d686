"""The large mailbox providers, by every domain that their hosts and their users go by.

The domains are those of the providers' own help pages and sender documents; of one provider are all that its
servers greet as or are named as in reverse look-ups.
"""

from functools import lru_cache

from spamatlas.judge.alignment import organisation

_GOOGLE = ("gmail.com", "googlemail.com", "google.com", "googlegroups.com", "1e100.net")
_MICROSOFT = (
    *("outlook.com", "hotmail.com", "live.com", "msn.com", "microsoft.com", "office365.com", "hotmail.co.uk"),
    *("hotmail.fr", "hotmail.de", "hotmail.it", "live.co.uk", "live.fr", "phx.gbl", "passport.com", "exchangelabs.com"),
)
_YAHOO = (
    *("yahoo.com", "yahoo.co.uk", "yahoo.fr", "yahoo.de", "yahoo.it", "yahoo.es", "yahoo.co.in", "yahoo.com.br"),
    *("yahoo.ca", "yahoo.com.au", "ymail.com", "rocketmail.com", "yahoodns.net", "aol.com", "aol.net", "netscape.net"),
)
_APPLE = ("icloud.com", "me.com", "mac.com", "apple.com")
_PROVIDERS = (
    ("Google", _GOOGLE),
    ("Microsoft", _MICROSOFT),
    ("Yahoo", _YAHOO),
    ("Apple", _APPLE),
    ("PayPal", ("paypal.com", "paypalcorp.com")),
    ("Amazon", ("amazon.com", "amazonses.com", "amazonaws.com")),
    ("Proton", ("proton.me", "protonmail.com", "protonmail.ch", "pm.me")),
)
_OF_DOMAIN = {domain: (name, domains) for name, domains in _PROVIDERS for domain in domains}
MAILBOX_PROVIDERS = frozenset({"Google", "Microsoft", "Yahoo", "Apple", "Proton"})
"""Those whose mailboxes anybody may have, and whose servers sign and send what is written in them."""


@lru_cache(maxsize=65_536)
def provider_of(host: str) -> str:
    """The provider that a lower-case host or domain is of, empty for all others."""
    found = _OF_DOMAIN.get(organisation(host))
    return found[0] if found else ""


def is_named_in(provider: str, text: str) -> bool:
    """Whether a lower-case text names one of a provider's domains."""
    return any(domain in text for name, domains in _PROVIDERS if name == provider for domain in domains)
