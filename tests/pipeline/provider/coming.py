"""How somebody comes in by an identity provider, in these tests."""

from tests.pipeline.provider_server import ProviderServer

from spamatlas.pipeline.new_session import SignedIn
from spamatlas.pipeline.provider_sign_in import Answer, ProviderSignIn

BACK = "https://atlas.example/console/sign-in/with/state/back"
BO = "bo@example.org"
JSON = {"content-type": "application/json"}


def come(sign: ProviderSignIn, server: ProviderServer, **changes: str) -> SignedIn:
    address, word = sign.begin("state", BACK)
    came = {**server.signs_in(address), **changes}
    return sign.finish("state", BACK, word, Answer(**came), "Firefox Linux")
