"""DKIM signatures of mail that we wrote ourselves (RFC 6376; RFC 8463 for Ed25519), and the keys for them.

Signed here and not by dkimpy: its RSA in pure Python takes 11 ms a mail, that of ``cryptography`` one (November 2026).
dkimpy verifies it in the tests.
"""

import os
import re
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from msgspec import Struct

RSA_BITS = 2048
"""What RFC 8301, section 3.2 asks signers to use at least."""
SIGNED = (
    "from", "to", "subject", "date", "message-id", "mime-version", "content-type", "content-language",
    "auto-submitted", "list-unsubscribe", "list-unsubscribe-post",
)  # fmt: skip
"""The fields that are signed, where they are there; RFC 8058, section 4 wants the last two."""
ONCE = ("from", "to", "subject", "date", "message-id", "list-unsubscribe", "list-unsubscribe-post")
"""Fields of which nobody may add another one: named once more than they stand there (RFC 6376, section 8.15)."""
_BLANKS = re.compile(rb"[ \t]+")
TXT_OCTETS = 255
"""The longest string in a TXT record (RFC 1035, section 3.3)."""


class Signer(Struct, frozen=True):
    """One key: ``selector`` names it in the DNS, ``record`` is what stands there."""

    selector: str
    algorithm: str
    sign: Callable[[bytes], bytes]
    record: str

    def zone_line(self, domain: str) -> str:
        """The record as a line of a zone file (RFC 1035, section 5.1), in strings that are short enough."""
        parts = [self.record[at : at + TXT_OCTETS] for at in range(0, len(self.record), TXT_OCTETS)]
        return f"{self.selector}._domainkey.{domain}. IN TXT ( " + " ".join(f'"{each}"' for each in parts) + " )"


def signers(folder: Path, selector: str) -> tuple[Signer, Signer]:
    """The node's two keys, made where there are none: RSA for those who know nothing else, and Ed25519."""
    rsa = load_pem_private_key(_kept(folder / "rsa.pem", lambda: generate_private_key(65_537, RSA_BITS)), None)
    ed25519 = load_pem_private_key(_kept(folder / "ed25519.pem", Ed25519PrivateKey.generate), None)
    if not isinstance(rsa, RSAPrivateKey) or not isinstance(ed25519, Ed25519PrivateKey):
        raise TypeError(f"{folder} holds other keys than those that were put there")
    shown = rsa.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    raw = ed25519.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return (
        Signer(
            selector=selector,
            algorithm="rsa-sha256",
            sign=lambda signed: rsa.sign(signed, PKCS1v15(), hashes.SHA256()),
            record=f"v=DKIM1; k=rsa; p={b64encode(shown).decode()}",
        ),
        Signer(
            selector=f"{selector}-ed25519",
            algorithm="ed25519-sha256",
            sign=lambda signed: ed25519.sign(sha256(signed).digest()),
            record=f"v=DKIM1; k=ed25519; p={b64encode(raw).decode()}",
        ),
    )


def sign(mail: bytes, domain: str, by: Sequence[Signer], at: int) -> bytes:
    """The mail with a signature of each key before it; ``at`` is seconds since 1970. Both parts go as *relaxed*."""
    head, _, body = mail.partition(b"\r\n\r\n")
    fields = list(_fields(head))
    names = [name for name, _ in fields]
    chosen = [each for each in SIGNED if each in names]
    listed = ":".join([*chosen, *(each for each in ONCE if each in chosen)])
    covered = b"".join(_relaxed_field(name, _last(fields, name)) + b"\r\n" for name in chosen)
    digest = b64encode(sha256(relaxed_body(body)).digest()).decode()
    return b"".join(_signature(each, domain, (listed, digest, covered), at) for each in by) + mail


def relaxed_body(body: bytes) -> bytes:
    """RFC 6376, section 3.4.4."""
    plain = _BLANKS.sub(b" ", body).replace(b" \r\n", b"\r\n").rstrip(b" ")
    while plain.endswith(b"\r\n"):
        plain = plain[:-2]
    return plain + b"\r\n" if plain else b""


def _signature(signer: Signer, domain: str, over: tuple[str, str, bytes], at: int) -> bytes:
    listed, digest, covered = over
    lines = (
        f"v=1; a={signer.algorithm}; c=relaxed/relaxed; d={domain};",
        f"s={signer.selector}; t={at};",
        *_folded(f"h={listed};", ":"),
        f"bh={digest};",
        "b=",
    )
    field = "\r\n\t".join(lines).encode()
    signed = signer.sign(covered + _relaxed_field("dkim-signature", field))
    text = b64encode(signed).decode()
    b = "\r\n\t ".join(text[place : place + 72] for place in range(0, len(text), 72))
    return b"DKIM-Signature: " + field + b.encode() + b"\r\n"


def _folded(text: str, mark: str) -> Iterator[str]:
    """In lines of at most 76 characters, parted after a mark."""
    line = ""
    for part in re.findall(f"[^{mark}]+{mark}?", text):
        if len(line) + len(part) > 76:
            yield line
            line = " "
        line += part
    yield line


def _fields(head: bytes) -> Iterator[tuple[str, bytes]]:
    for field in re.split(rb"\r\n(?![ \t])", head):
        name, _, value = field.partition(b":")
        yield name.decode("ascii", "replace").strip().lower(), value


def _last(fields: Sequence[tuple[str, bytes]], wanted: str) -> bytes:
    """The lowest of the fields of a name, which is the first to be signed (RFC 6376, section 5.4.2)."""
    return next(value for name, value in reversed(fields) if name == wanted)


def _relaxed_field(name: str, value: bytes) -> bytes:
    """RFC 6376, section 3.4.2, without the line end."""
    return name.encode() + b":" + _BLANKS.sub(b" ", value.replace(b"\r\n", b"")).strip()


def _kept(path: Path, make: Callable[[], RSAPrivateKey | Ed25519PrivateKey]) -> bytes:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        made = make().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        # Whole under another name, then linked: two processes that start at once end up with one key.
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(made)
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_bytes()
