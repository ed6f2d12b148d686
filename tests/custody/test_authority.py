from datetime import UTC, datetime, timedelta

import pytest
from asn1crypto import tsp
from cryptography import x509
from rfc3161_client import TimestampRequestBuilder

from spamatlas.custody.authority import Authority, answer, make, renewed
from spamatlas.custody.time_stamp import Stamper, certificates, fingerprint, stamped
from spamatlas.custody.time_stamp import read as read_stamp
from spamatlas.model import Rejected, Unavailable

NOW = datetime(2026, 11, 26, 12, 0, 0, 987654, tzinfo=UTC)


@pytest.fixture(scope="module")
def ours() -> Authority:
    return make("Abuse desk", NOW)


def at(authority: Authority, now: datetime) -> Stamper:
    return Stamper(lambda request: answer(authority, request, now), authority.root)


def test_a_stamp_says_when_and_of_what(ours: Authority) -> None:
    stamp = stamped(b"content", at(ours, NOW))
    assert read_stamp(stamp, b"content", certificates(ours.root)) == NOW.replace(microsecond=0)
    with pytest.raises(Rejected) as why:
        read_stamp(stamp, b"Content", certificates(ours.root))
    assert why.value.code == "stamp-of-other-content"


def test_a_stamp_under_another_root_is_none_of_ours(ours: Authority) -> None:
    theirs = make("Abuse desk", NOW)
    with pytest.raises(Rejected) as why:
        read_stamp(stamped(b"content", at(theirs, NOW)), b"content", certificates(ours.root))
    assert why.value.code == "stamp-not-signed"


def test_two_stamps_differ_in_number(ours: Authority) -> None:
    numbers = set()
    for _ in range(20):
        info = tsp.TimeStampResp.load(stamped(b"content", at(ours, NOW)))["time_stamp_token"]["content"]
        numbers.add(info["encap_content_info"]["content"].parsed["serial_number"].native)
    assert len(numbers) == 20


def test_only_the_signer_may_stamp_and_does_nothing_else(ours: Authority) -> None:
    root, signer = (x509.load_pem_x509_certificate(each) for each in (ours.root, ours.signer))
    signer.verify_directly_issued_by(root)
    uses = signer.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    assert uses.critical
    assert [each.dotted_string for each in uses.value] == ["1.3.6.1.5.5.7.3.8"]
    assert not signer.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    assert root.extensions.get_extension_for_class(x509.KeyUsage).value.key_cert_sign


@pytest.mark.parametrize("request_", [b"", b"\x30\x00", b"GET /", bytes(5000)])
def test_what_is_no_request_is_rejected(ours: Authority, request_: bytes) -> None:
    with pytest.raises(Rejected) as why:
        answer(ours, request_, NOW)
    assert why.value.code == "ill-formed"


def test_a_request_for_another_hash_is_rejected(ours: Authority) -> None:
    request = TimestampRequestBuilder().data(b"x").build()
    with pytest.raises(Rejected):
        answer(ours, request.as_bytes(), NOW)


def test_an_answer_to_another_request_is_not_taken(ours: Authority) -> None:
    replayed = stamped(b"content", at(ours, NOW))
    with pytest.raises(Unavailable):
        stamped(b"content", Stamper(lambda _: replayed, ours.root))
    with pytest.raises(Unavailable):
        stamped(b"content", Stamper(lambda _: b"<html>", ours.root))


def test_a_signer_is_renewed_in_time_and_old_stamps_still_hold(ours: Authority) -> None:
    assert renewed(ours, "Abuse desk", NOW + timedelta(days=300)) is ours
    later = NOW + timedelta(days=365 * 10 - 10)
    new = renewed(ours, "Abuse desk", later)
    assert new.root == ours.root
    assert new.signer != ours.signer
    roots = certificates(ours.root)
    assert read_stamp(stamped(b"old", at(ours, NOW)), b"old", roots)
    assert read_stamp(stamped(b"new", at(new, later)), b"new", roots)


def test_a_stamp_from_before_or_after_its_certificate_is_none(ours: Authority) -> None:
    for when in (NOW - timedelta(days=1), NOW + timedelta(days=365 * 11)):
        with pytest.raises(Unavailable):
            stamped(b"content", at(ours, when))


@pytest.mark.parametrize("pem", [b"", b"x", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])
def test_what_is_no_certificate_is_rejected(pem: bytes) -> None:
    with pytest.raises(Rejected) as why:
        certificates(pem)
    assert why.value.code == "not-a-certificate"


def test_a_long_name_and_any_script_make_an_authority() -> None:
    made = make("Связьнадзор — отдел по борьбе со спамом и мошенничеством " * 3, NOW)
    assert len(fingerprint(certificates(made.root)[0])) == 64
