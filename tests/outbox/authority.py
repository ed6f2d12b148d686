"""A certificate authority made for a test, and a name server for its names: real TLS without a network."""

import socket
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

DAY = timedelta(days=1)


class Authority:
    """Signs certificates of servers; its own lies in ``path``."""

    def __init__(self, folder: Path, name: str = "Test CA") -> None:
        self._folder, self._key = folder, ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        self._now = datetime.now(UTC)
        built = self._builder(self._name, self._key, self._now + 30 * DAY)
        built = built.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        usage = dict.fromkeys(
            ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement"), False
        )
        usage |= {"key_cert_sign": True, "crl_sign": True, "encipher_only": False, "decipher_only": False}
        built = built.add_extension(x509.KeyUsage(**usage), critical=True)
        self.path = folder / f"{name.replace(' ', '-')}.pem"
        self.path.write_bytes(built.sign(self._key, hashes.SHA256()).public_bytes(Encoding.PEM))

    def server(self, name: str, *, expired: bool = False) -> ssl.SSLContext:
        """What a server of that name listens with."""
        key, subject = (
            ec.generate_private_key(ec.SECP256R1()),
            x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]),
        )
        built = self._builder(subject, key, self._now - DAY if expired else self._now + DAY)
        built = built.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        signed = built.sign(self._key, hashes.SHA256()).public_bytes(Encoding.PEM)
        path = self._folder / f"{name}-{expired}.pem"
        path.write_bytes(signed + key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        return context

    def _builder(self, subject: x509.Name, key: ec.EllipticCurvePrivateKey, end: datetime) -> x509.CertificateBuilder:
        built = x509.CertificateBuilder().subject_name(subject).issuer_name(self._name).public_key(key.public_key())
        built = built.serial_number(x509.random_serial_number())
        built = built.not_valid_before(self._now - 2 * DAY).not_valid_after(end)
        shown = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
        signer = x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key())
        return built.add_extension(shown, critical=False).add_extension(signer, critical=False)


def names_lead_here(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    """Have these names lead to this machine, as a name server would say; all others as they do."""
    real = socket.getaddrinfo

    def looked_up(host: Any, *rest: Any, **more: Any) -> Any:
        return real("127.0.0.1" if host in names else host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
