"""A device that keeps passkeys, in software: what it signs is right, or as wrong as a test asks."""

import json
from hashlib import sha256
from secrets import token_bytes
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

FLAG = AuthenticatorData.FLAG
PRESENT, VERIFIED = FLAG.UP, FLAG.UP | FLAG.UV


class Authenticator:
    """``counter`` is what it signs next; most of today's devices always say 0."""

    def __init__(self, counter: int = 1) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.credential, self.counter, self.handle = token_bytes(32), counter, b""

    def make(self, options: Any, origin: str, *, flags: Any = VERIFIED, site: str = "", **client: Any) -> str:
        """Its answer to what it is asked to make."""
        self.handle = websafe_decode(options["user"]["id"])
        public = ES256.from_cryptography_key(self.key.public_key())
        attested = AttestedCredentialData.create(bytes(16), self.credential, public)
        made = AuthenticatorData.create(
            _hash(site or options["rp"]["id"]), flags | FLAG.AT, self.counter, bytes(attested)
        )
        return self._answer(
            clientDataJSON=_client("webauthn.create", options, origin, client),
            attestationObject=bytes(AttestationObject.create("none", made, {})),
        )

    def sign(self, options: Any, origin: str, *, flags: Any = VERIFIED, site: str = "", **client: Any) -> str:
        """Its answer to what it is asked to sign."""
        made = AuthenticatorData.create(_hash(site or options["rpId"]), flags, self.counter)
        said = _client("webauthn.get", options, origin, client)
        signed = self.key.sign(bytes(made) + sha256(said).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(
            clientDataJSON=said, authenticatorData=bytes(made), signature=signed, userHandle=self.handle
        )

    def _answer(self, **response: bytes) -> str:
        name = websafe_encode(self.credential)
        said = {key: websafe_encode(value) for key, value in response.items()}
        return json.dumps(
            {"id": name, "rawId": name, "type": "public-key", "response": said, "clientExtensionResults": {}}
        )


def _client(kind: str, options: Any, origin: str, other: dict[str, Any]) -> bytes:
    challenge = websafe_decode(other.pop("challenge", options["challenge"]))
    return bytes(CollectedClientData.create(other.pop("type", kind), challenge, origin, **other))


def _hash(site: str) -> bytes:
    return sha256(site.encode()).digest()
