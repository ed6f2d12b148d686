"""Which site of ours a browser sees: what its passkeys are for."""

from urllib.parse import urlsplit

from spamatlas.model import Rejected
from spamatlas.pipeline.passkeys import Site
from spamatlas.web.gate import is_address
from spamatlas.web.office import Call


def site_of(request: Call) -> Site | None:
    """The relying party's id and origin (WebAuthn Level 3, sections 5.1.2 and 13.4.9), from the name asked for, which
    the gate found to be one of ours. None under an address without a name, for which no browser makes a passkey.

    Browsers offer passkeys over HTTPS alone, and at the machine itself (Secure Contexts, section 3.1).
    """
    name = _name(request)
    return Site(name, origin_of(request)) if name and not is_address(name) else None


def origin_of(request: Call) -> str:
    """The origin of our pages as the browser sees it: names are reached by HTTPS, through a proxy, this machine and
    numbers as the request came.
    """
    is_plain = _name(request) == "localhost" or is_address(_name(request))
    return f"{'http' if is_plain and not is_secure(request) else 'https'}://{request.headers.get('host', '').lower()}"


def is_secure(request: Call) -> bool:
    """Whether the browser came by HTTPS, to us or to the first of the proxies before us, each of which may have added
    to the field.
    """
    said = request.headers.get("x-forwarded-proto", "").partition(",")[0].strip().lower()
    return "https" in {request.url.scheme, said}


def _name(request: Call) -> str:
    return (urlsplit(f"//{request.headers.get('host', '')}").hostname or "").lower()


def needed_site(request: Call) -> Site:
    """The same, where there must be one.

    Raises:
        Rejected: ``no-passkeys-here``.
    """
    site = site_of(request)
    if site is None:
        raise Rejected("no-passkeys-here", "passkeys need a name: open this node by its name and not by its number")
    return site
