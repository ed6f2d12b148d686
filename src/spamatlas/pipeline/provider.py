"""An identity provider, spoken to by OpenID Connect Core 1.0: authorisation code with PKCE, and nothing else."""

import time
from base64 import b64encode
from collections.abc import Mapping, Sequence
from contextlib import suppress
from threading import Lock
from typing import Any
from urllib.parse import quote

import structlog
from authlib.common.urls import add_params_to_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import (
    BadSignatureError,
    ClaimError,
    ExpiredTokenError,
    InvalidKeyIdError,
    JoseError,
    UnsupportedAlgorithmError,
)
from joserfc.jwk import KeySet
from msgspec import Struct

from spamatlas import settings
from spamatlas.model import Rejected
from spamatlas.pipeline.new_session import PROOF
from spamatlas.pipeline.outgoing import SECONDS, Outgoing, refuse_open

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures by a key that the provider alone has: no ``none``, none by the secret that both have (RFC 8725, 3.1)."""
KNOWN_SECONDS, ANEW_SECONDS = 600.0, 30.0
"""What a provider says of itself holds for ten minutes; a key that is not there is looked for twice a minute."""
LEEWAY_SECONDS = 60
"""Two clocks are seldom one (OpenID Connect Core 1.0, section 3.1.3.7, rule 9 leaves it to us)."""
LONGEST_WORD = 2_000
_events = structlog.get_logger()


class Flow(Struct, frozen=True):
    """What ties an answer to the browser that asked: ``state`` goes along in the open, the others follow from a word
    that the browser alone keeps. ``prompt`` is what the provider asks though somebody is signed in there: ``login``
    again, ``select_account``, or nothing.
    """

    state: str
    nonce: str
    verifier: str
    back: str
    prompt: str = ""


class Identity(Struct, frozen=True):
    """Whom a provider says it is. ``proved_at`` is when they proved it there, seconds since 1970; 0 for not said."""

    issuer: str
    subject: str
    address: str = ""
    is_address_verified: bool = False
    proved_at: int = 0
    factors: int = 1


class _Known(Struct, frozen=True):
    document: Mapping[str, Any]
    keys: KeySet
    at: float


class Provider:
    """What it says of itself is kept in memory. Every method raises Rejected as ``Outgoing`` does."""

    def __init__(self, wanted: settings.Provider, outgoing: Outgoing) -> None:
        self.wanted, self._outgoing = wanted, outgoing
        self._known: _Known | None = None
        self._asking, self._is_away = Lock(), False

    def address(self, flow: Flow) -> str:
        """Where the browser goes to sign in.

        Raises:
            Rejected: ``provider-wrong-issuer`` where it says that it is another one.
        """
        asked = {
            "response_type": "code",
            "client_id": self.wanted.client_id,
            "redirect_uri": flow.back,
            "scope": "openid email",
            "state": flow.state,
            "nonce": flow.nonce,
            "code_challenge": create_s256_code_challenge(flow.verifier),
            "code_challenge_method": "S256",
        }
        if flow.prompt == "login":
            # max_age wants auth_time back (section 3.1.2.1). At 0 Canaille asks again and again: it is always over.
            asked |= {"prompt": "login", "max_age": str(int(PROOF.total_seconds()))}
        elif flow.prompt:
            known = self._about().document.get("prompt_values_supported") or [flow.prompt]
            asked["prompt"] = flow.prompt if flow.prompt in known else "login"
        return str(add_params_to_uri(self._said("authorization_endpoint"), list(asked.items())))

    def identity(self, code: str, flow: Flow, now: int) -> Identity:
        """Who signed in there: the code is exchanged, and what comes for it checked (section 3.1.3.7).

        Raises:
            Rejected: ``provider-wrong-issuer``, ``provider-wrong-audience``, ``provider-token-expired``,
                ``provider-token-early``, ``provider-wrong-nonce``, ``provider-wrong-algorithm``,
                ``provider-bad-signature``, ``provider-bad-token``.
        """
        token = self._exchange(code, flow)
        claims = self._claims(str(token.get("id_token") or ""), flow, now)
        if "email" not in claims and "userinfo_endpoint" in self._about().document:
            claims = {**self._more(str(token.get("access_token") or ""), claims["sub"]), **claims}
        proved_at, means = claims.get("auth_time"), claims.get("amr") or []
        return Identity(
            issuer=self.wanted.issuer,
            subject=claims["sub"],
            address=str(claims.get("email") or ""),
            is_address_verified=self._is_verified(claims.get("email_verified")),
            proved_at=int(proved_at) if isinstance(proved_at, (int, float)) else 0,
            factors=2 if "mfa" in means else 1,  # RFC 8176, section 2
        )

    def _is_verified(self, said: object) -> bool:
        """Section 5.1 has true and false; Amazon Cognito and Apple write them as words, Canaille says nothing."""
        return self.wanted.vouches_for_addresses if said is None else said is True or said == "true"

    def _exchange(self, code: str, flow: Flow) -> Mapping[str, Any]:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": flow.back,
            "code_verifier": flow.verifier,
            "client_id": self.wanted.client_id,
        }
        try:
            secret = self.wanted.secret()
        except OSError as error:
            _events.error("provider-secret-unreadable", provider=self.wanted.name, error=type(error).__name__)
            raise Rejected("provider-away", AWAY) from error
        headers = {}
        methods = self._about().document.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        if secret and "client_secret_basic" in methods:  # RFC 6749, section 2.3.1
            both = f"{quote(self.wanted.client_id, safe='')}:{quote(secret, safe='')}"
            headers["authorization"] = f"Basic {b64encode(both.encode()).decode()}"
        elif secret:
            form["client_secret"] = secret
        return self._outgoing.post(self._said("token_endpoint"), form, headers)

    def _claims(self, token: str, flow: Flow, now: int) -> dict[str, Any]:
        allowed = [each for each in self._algorithms() if each in ALGORITHMS]
        try:
            try:
                read = jwt.decode(token, self._about().keys, algorithms=allowed)
            except (ValueError, BadSignatureError, InvalidKeyIdError):  # its keys may have changed since
                read = jwt.decode(token, self._about(is_anew=True).keys, algorithms=allowed)
            claims = CodeIDToken(
                read.claims,
                read.header,
                options={"iss": {"value": self.wanted.issuer}, "aud": {"value": self.wanted.client_id}},
                params={"nonce": flow.nonce, "client_id": self.wanted.client_id},
            )
            claims.validate(now, LEEWAY_SECONDS)
        except ExpiredTokenError as error:
            raise _refused("provider-token-expired") from error
        except ClaimError as error:
            raise _refused(CLAIMS.get(error.claim, "provider-bad-token")) from error
        except UnsupportedAlgorithmError as error:
            raise _refused("provider-wrong-algorithm") from error
        except BadSignatureError as error:
            raise _refused("provider-bad-signature") from error
        except (JoseError, ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
            raise _refused("provider-bad-token") from error
        if not isinstance(claims["sub"], str) or not 0 < len(claims["sub"]) <= LONGEST_WORD:
            raise _refused("provider-bad-token")
        return dict(claims)

    def _more(self, access: str, subject: str) -> dict[str, Any]:
        """What is said of the person beside the token, where it is of the same one (section 5.3.2)."""
        said = self._outgoing.get(self._said("userinfo_endpoint"), {"authorization": f"Bearer {access}"})
        if said.get("sub") != subject:
            raise _refused("provider-bad-token")
        return {name: said[name] for name in ("email", "email_verified") if name in said}

    def _algorithms(self) -> Sequence[str]:
        said = self._about().document.get("id_token_signing_alg_values_supported")
        return [each for each in said if isinstance(each, str)] if isinstance(said, list) else ["RS256"]

    def _said(self, name: str) -> str:
        address = self._about().document.get(name)
        if not isinstance(address, str):
            raise Rejected("provider-answer", "the provider answered with nothing that can be used; try once more")
        refuse_open(address)
        return address

    def _about(self, *, is_anew: bool = False) -> _Known:
        """What it says of itself (OpenID Connect Discovery 1.0, section 4), and its keys."""
        # One asks and others wait; where it was away, nobody waits beside who asks whether it is back.
        if not self._asking.acquire(timeout=0 if self._is_away else 2 * SECONDS):
            raise Rejected("provider-away", AWAY)
        try:
            holds = ANEW_SECONDS if is_anew else KNOWN_SECONDS
            if self._known is None or time.monotonic() - self._known.at > holds:
                issuer = self.wanted.issuer
                document = self._outgoing.get(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
                if document.get("issuer") != issuer:
                    raise _refused("provider-wrong-issuer")
                self._known = _Known(document, self._keys(document), time.monotonic())
            self._is_away = False
        except Rejected as why:
            self._is_away = why.code == "provider-away"
            raise
        else:
            return self._known
        finally:
            self._asking.release()

    def _keys(self, document: Mapping[str, Any]) -> KeySet:
        """Those that can be used: one of a kind that is not known here spoils no other (RFC 7517, section 5)."""
        said = self._outgoing.get(str(document.get("jwks_uri") or "")).get("keys")
        found = []
        for each in said if isinstance(said, list) else []:
            with suppress(JoseError, ValueError, TypeError, LookupError, AttributeError):
                found += KeySet.import_key_set({"keys": [each]}).keys if each.get("use") != "enc" else []
        if not found:
            raise _refused("provider-bad-token")
        return KeySet(found)


AWAY = "the provider does not answer; try again in a moment, or take another way"
CLAIMS = {
    "iss": "provider-wrong-issuer",
    "aud": "provider-wrong-audience",
    "azp": "provider-wrong-audience",
    "nonce": "provider-wrong-nonce",
    "exp": "provider-token-expired",
    "iat": "provider-token-early",
    "nbf": "provider-token-early",
}
"""The rule that a claim breaks."""


def _refused(code: str) -> Rejected:
    """One sentence for all: what is wrong is for whoever runs the node, by the code."""
    return Rejected(code, "what the provider answered does not hold; try once more, or tell whoever runs this node")
