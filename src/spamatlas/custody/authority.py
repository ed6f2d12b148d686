"""A time-stamp authority (RFC 3161) of a node's own: a root, a signer under it, and answers to requests."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

from asn1crypto import algos, cms, core, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from msgspec import Struct

from spamatlas.model import Rejected

POLICY = "2.25.167159734626264834290793873264964196091"
"""The policy under which a node stamps: its own clock, no audit. An OID made from a UUID (ITU-T X.667, 6.3)."""
ROOT_YEARS, SIGNER_YEARS = 30, 10
RENEW_BEFORE = timedelta(days=30)
ACCURACY_SECONDS = 1
MARGIN = timedelta(minutes=5)
"""A certificate is valid from a little before it was made, so that a clock that is set back does no harm."""


class Authority(Struct, frozen=True):
    """Certificates and private keys, all in PEM."""

    root: bytes
    root_key: bytes
    signer: bytes
    signer_key: bytes


def make(name: str, now: datetime) -> Authority:
    """A new authority with new keys; ``name`` tells people whose it is."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = _name(f"Evidence root of {name}")
    root = (
        _certificate((subject, subject), key.public_key(), now, now + timedelta(days=365 * ROOT_YEARS))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .sign(key, SHA256())
    )
    signer, signer_key = _signer(name, root, key, now)
    return Authority(root.public_bytes(Encoding.PEM), _pem(key), signer, signer_key)


def renewed(authority: Authority, name: str, now: datetime) -> Authority:
    """The same authority with a signer that is valid for a while yet: its own, or a new one under the same root."""
    if x509.load_pem_x509_certificate(authority.signer).not_valid_after_utc - now > RENEW_BEFORE:
        return authority
    root, key = x509.load_pem_x509_certificate(authority.root), _private(authority.root_key)
    return Authority(authority.root, authority.root_key, *_signer(name, root, key, now))


def answer(authority: Authority, request: bytes, now: datetime) -> bytes:
    """The response to a request, both in DER (RFC 3161, sections 2.4.1 and 2.4.2).

    Raises:
        Rejected: ``ill-formed`` for what is no request for a stamp on a SHA-256 hash.
    """
    try:
        asked = tsp.TimeStampReq.load(request, strict=True)
        imprint, nonce = asked["message_imprint"], asked["nonce"].native
        digest = imprint["hashed_message"].native
        is_ours = imprint["hash_algorithm"]["algorithm"].native == "sha256" and len(digest) == 32
    except (ValueError, TypeError) as error:
        raise Rejected("ill-formed", "it is no request for a time stamp") from error
    if not is_ours:
        raise Rejected("ill-formed", "only SHA-256 hashes are stamped")
    signer = x509.load_pem_x509_certificate(authority.signer)
    stamp = tsp.TSTInfo(
        {
            "version": "v1",
            "policy": POLICY,
            "message_imprint": imprint,
            "serial_number": x509.random_serial_number(),
            # Whole seconds: a fraction must not end in zeros (RFC 3161, 2.4.2), and nobody needs one.
            "gen_time": now.astimezone(UTC).replace(microsecond=0),
            "accuracy": {"seconds": ACCURACY_SECONDS},
            **({} if nonce is None else {"nonce": nonce}),
        }
    )
    token = _token(stamp.dump(), signer, _private(authority.signer_key), now)
    response: bytes = tsp.TimeStampResp({"status": {"status": "granted"}, "time_stamp_token": token}).dump()
    return response


def _token(stamp: bytes, signer: x509.Certificate, key: ec.EllipticCurvePrivateKey, now: datetime) -> cms.ContentInfo:
    """The stamp, signed (RFC 5652, with the certificate named as RFC 5816 has it)."""
    certificate = asn1_x509.Certificate.load(signer.public_bytes(Encoding.DER))
    named = tsp.SigningCertificateV2({"certs": [{"cert_hash": sha256(certificate.dump()).digest()}]})
    signed = cms.CMSAttributes(
        [
            cms.CMSAttribute({"type": "content_type", "values": ["tst_info"]}),
            cms.CMSAttribute({"type": "signing_time", "values": [cms.Time("utc_time", _whole(now))]}),
            cms.CMSAttribute({"type": "signing_certificate_v2", "values": [named]}),
            cms.CMSAttribute({"type": "message_digest", "values": [sha256(stamp).digest()]}),
        ]
    )
    hashed = algos.DigestAlgorithm({"algorithm": "sha256"})
    signer_info = {
        "version": "v1",
        "sid": cms.SignerIdentifier(
            "issuer_and_serial_number", {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
        ),
        "digest_algorithm": hashed,
        "signed_attrs": signed,
        "signature_algorithm": {"algorithm": "sha256_ecdsa"},
        "signature": key.sign(signed.dump(), ec.ECDSA(SHA256())),
    }
    content = {
        "version": "v3",
        "digest_algorithms": [hashed],
        "encap_content_info": {"content_type": "tst_info", "content": core.ParsableOctetString(stamp)},
        "certificates": [certificate],
        "signer_infos": [signer_info],
    }
    return cms.ContentInfo({"content_type": "signed_data", "content": content})


def _signer(
    name: str, root: x509.Certificate, root_key: ec.EllipticCurvePrivateKey, now: datetime
) -> tuple[bytes, bytes]:
    key = ec.generate_private_key(ec.SECP256R1())
    until = min(now + timedelta(days=365 * SIGNER_YEARS), root.not_valid_after_utc)
    subject = _name(f"Evidence time stamps of {name}")
    made = (
        _certificate((subject, root.subject), key.public_key(), now, until)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        # Critical and alone, as RFC 3161, section 2.3, wants it.
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()), critical=False)
        .sign(root_key, SHA256())
    )
    return made.public_bytes(Encoding.PEM), _pem(key)


def _certificate(
    names: tuple[x509.Name, x509.Name], key: ec.EllipticCurvePublicKey, now: datetime, until: datetime
) -> x509.CertificateBuilder:
    subject, issuer = names
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(_whole(now) - MARGIN)
        .not_valid_after(_whole(until))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _name(text: str) -> x509.Name:
    """At most 64 bytes (RFC 5280, appendix A, ub-common-name); what it is for stands first, so that names differ."""
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text.encode()[:64].decode("utf-8", "ignore"))])


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _private(pem: bytes) -> ec.EllipticCurvePrivateKey:
    key = load_pem_private_key(pem, None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError("an authority's keys are on an elliptic curve")
    return key


def _whole(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)
