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
    host = request.headers.get("host", "").lower()
    name = urlsplit(f"//{host}").hostname or ""
    if not name or is_address(name):
        return None
    is_local = name == "localhost" and "https" not in {request.url.scheme, request.headers.get("x-forwarded-proto")}
    return Site(name, f"{'http' if is_local else 'https'}://{host}")


def needed_site(request: Call) -> Site:
    """The same, where there must be one.

    Raises:
        Rejected: ``no-passkeys-here``.
    """
    site = site_of(request)
    if site is None:
        raise Rejected("no-passkeys-here", "passkeys need a name: open this node by its name and not by its number")
    return site
