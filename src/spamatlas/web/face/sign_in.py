"""The form with which people come in."""

from litestar import Response

from spamatlas.pipeline.provider_sign_in import titles
from spamatlas.web.face.sheet import page
from spamatlas.web.office import Call, office
from spamatlas.web.site import site_of


def sign_in_form(request: Call, status: int, **said: str) -> Response[bytes]:
    """Asks for address and password, and for the node's token, which stands open until somebody can sign in.

    ``said`` may have ``told``: why it did not work, ``why``: the code of that, ``address``: as it was typed, and
    ``wanted``: what comes after it.
    """
    is_alone = office(request).node.accounts.recognition.quick_anybody() is not True
    shown = {"told": "", "why": "", "address": "", "wanted": "", **said}
    is_out = "out" in request.query_params
    known = titles(office(request).node.settings.providers)
    site = site_of(request)
    answer = page(
        request, "console_sign_in.html", status, **shown, is_alone=is_alone, site=site, providers=known, is_out=is_out
    )
    answer.headers["cache-control"] = "no-store"
    return answer
