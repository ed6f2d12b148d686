"""Time stamps (RFC 3161): asked for, and looked at again by whoever gets them."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from hashlib import sha256

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from msgspec import Struct
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from spamatlas.model import Rejected, Unavailable

MOST_STAMP_BYTES = 100_000
"""A response with its certificates; real ones take 1 to 8 kB."""
MOST_CERTIFICATES = 20
_SHA256 = x509.ObjectIdentifier("2.16.840.1.101.3.4.2.1")
_CERTIFICATE = re.compile(rb"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----\s*", re.DOTALL)


class Stamper(Struct, frozen=True):
    """Who stamps: ``ask`` answers a request, both in DER; ``roots`` are the certificates that answers lead to (PEM)."""

    ask: Callable[[bytes], bytes]
    roots: bytes


def stamped(content: bytes, stamper: Stamper) -> bytes:
    """A response whose stamp on the content was looked at: it answers our request and leads to one of the roots.

    Raises:
        Unavailable: the authority's answer is not what was asked for.
    """
    request = TimestampRequestBuilder().data(content).hash_algorithm(HashAlgorithm.SHA256).build()
    response = stamper.ask(request.as_bytes())
    try:
        read(response, content, certificates(stamper.roots), request.nonce)
    except Rejected as why:
        raise Unavailable(f"the time-stamp authority did not answer as asked: {why.detail}") from why
    return response


def read(response: bytes, content: bytes, roots: Sequence[x509.Certificate], nonce: int | None = None) -> datetime:
    """When the content was stamped, by an authority under one of these roots.

    Raises:
        Rejected: ``not-a-stamp``, ``stamp-of-other-content``, ``stamp-not-signed`` (also by an authority under none of
            these roots).
    """
    if len(response) > MOST_STAMP_BYTES:
        raise Rejected("not-a-stamp", "it is too long for a time stamp")
    try:
        found = decode_timestamp_response(response)
        info = found.tst_info
        imprint, made_at = info.message_imprint, info.gen_time
    except Exception as error:
        raise Rejected("not-a-stamp", "it is no time stamp that was granted") from error
    if imprint.hash_algorithm != _SHA256 or imprint.message != sha256(content).digest():
        raise Rejected("stamp-of-other-content", "it is a stamp on something else")
    verifier = VerifierBuilder(roots=list(roots), nonce=nonce)
    try:
        verifier.build().verify_message(found, content)
    except (VerificationError, ValueError) as error:
        raise Rejected("stamp-not-signed", "no authority that is known here signed it") from error
    return made_at


def certificates(pem: bytes) -> list[x509.Certificate]:
    """The certificates in a PEM file, in order.

    Raises:
        Rejected: ``not-a-certificate``, also where there is none, or too many.
    """
    found = _CERTIFICATE.findall(pem)
    if not 0 < len(found) <= MOST_CERTIFICATES:
        raise Rejected("not-a-certificate", f"a file of authorities holds 1 to {MOST_CERTIFICATES} certificates in PEM")
    try:
        return [x509.load_pem_x509_certificate(each) for each in found]
    except ValueError as error:
        raise Rejected("not-a-certificate", "a certificate can't be read") from error


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 of the certificate's DER form, hexadecimal: as ``openssl x509 -fingerprint -sha256`` gives it."""
    return sha256(certificate.public_bytes(Encoding.DER)).hexdigest()
