"""A small identity provider on this machine, right or as wrong as a test asks (OpenID Connect Core 1.0)."""

import json
import time
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

CLIENT, SECRET = "spamatlas-node", "s3cret/of the node"


class ProviderServer:
    """``person`` is who signs in there, at once; ``claims`` and ``header`` change what is told, ``sign`` how.

    ``answers`` holds, by path, what is answered in place of what is right: status, fields, body.
    """

    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "1", "use": "sig", "alg": "RS256"})
        self.person: dict[str, Any] = {"sub": "subject-1", "email": "bo@example.org", "email_verified": True}
        self.claims: dict[str, Any] = {}
        self.header: dict[str, Any] = {"alg": "RS256", "kid": "1"}
        self.sign: Callable[[dict[str, Any], dict[str, Any]], str] = self._signed
        self.document: dict[str, Any] = {}
        self.answers: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.asked: list[str] = []
        self.bears: list[dict[str, str]] = []
        self.userinfo: dict[str, Any] | None = None
        self.issuer = ""

    def signs_in(self, address: str) -> dict[str, str]:
        """What the browser comes back with after somebody signed in at the address."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        code = f"code-{len(self.codes) + 1}"
        self.codes[code] = asked
        return {"code": code, "state": asked["state"]}

    def answer(self, path: str, form: dict[str, str], headers: Any) -> tuple[int, dict[str, str], bytes]:
        self.asked.append(path)
        if path in self.answers:
            return self.answers[path]
        if path == "/.well-known/openid-configuration":
            return _json({
                "issuer": self.issuer, "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token", "jwks_uri": f"{self.issuer}/keys",
                "id_token_signing_alg_values_supported": ["RS256", "ES256", "none", "HS256"], **self.document,
            })  # fmt: skip
        if path == "/keys":
            return _json(KeySet([self.key]).as_dict(private=False))
        if path == "/userinfo":
            return _json(self.userinfo)
        return self._token(form, headers)

    def _token(self, form: dict[str, str], headers: Any) -> tuple[int, dict[str, str], bytes]:
        asked = self.codes.pop(form.get("code", ""), None)
        challenge = urlsafe_b64encode(sha256(form.get("code_verifier", "").encode()).digest()).decode().rstrip("=")
        shown = b64decode(headers.get("authorization", "Basic ").partition(" ")[2]).decode()
        if not asked or asked["code_challenge"] != challenge or asked["redirect_uri"] != form["redirect_uri"]:
            return 400, {}, b'{"error": "invalid_grant"}'
        self.bears.append({"basic": shown, **form})
        now = int(time.time())
        told = {"iss": self.issuer, "aud": CLIENT, "exp": now + 300, "iat": now, "nonce": asked["nonce"],
                **self.person, **self.claims}  # fmt: skip
        told = {name: value for name, value in told.items() if value is not None}
        return _json({"access_token": "access", "token_type": "Bearer", "id_token": self.sign(self.header, told)})

    def _signed(self, header: dict[str, Any], told: dict[str, Any]) -> str:
        return jwt.encode(header, told, self.key, algorithms=[header["alg"]])


def _json(what: Any) -> tuple[int, dict[str, str], bytes]:
    return 200, {"content-type": "application/json"}, json.dumps(what).encode()


@contextmanager
def running() -> Iterator[ProviderServer]:
    provider = ProviderServer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._say({})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            self._say({name: values[0] for name, values in parse_qs(body).items()})

        def _say(self, form: dict[str, str]) -> None:
            status, fields, body = provider.answer(urlsplit(self.path).path, form, self.headers)
            self.send_response(status)
            for name, value in {**fields, "content-length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            with suppress(OSError):  # who asked has heard enough
                self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
