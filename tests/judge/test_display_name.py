"""What a display name claims and how surely it is borrowed, where the findings alone do not tell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spamatlas.judge.brands import brands
from spamatlas.judge.detectors.borrowed_name import DETECTOR
from spamatlas.judge.display_name import claimed, strength_of
from spamatlas.model import Authentication, Channel, Hop, Message, Origin, Party, PartyKind


def strength(name: str, address: str) -> float:
    claim = claimed(name)
    return strength_of(claim, address) if claim else 0.0


@pytest.mark.parametrize(
    ("name", "address", "expected"),
    [
        ("PayPal", "a@work.example", 1.0),
        ("Geek Squad PayPal Invoice", "a@work.example", 1.0),
        ("Verizon Khan", "a@work.example", 0.5),
        ("Netfllx", "a@work.example", 0.5),
        ("Netfllx", "a@netfllx.example", 0.5),
        ("Chase", "chase@family.example", 0.5),
        ("Chase", "chase.alerts@family.example", 1.0),
        ("Chase", "chase.alerts@gmail.com", 1.0),
        ("Chase", "chase.miller@gmail.com", 0.0),
        ("Microsoft", "x@outlook.com", 1.0),
        ("Outlook", "x@outlook.com", 0.0),
        ("Barclay", "barclay@family.example", 0.0),
        ("PayPal", "a@paypal.de", 0.0),
        ("PayPal", "a@mail.paypal.com.", 0.0),
    ],
)
def test_how_surely_a_name_is_borrowed(name: str, address: str, expected: float) -> None:
    assert strength(name, address) == expected


def group(via: str, to: str, checked: str, *hops: Hop) -> bool:
    """Whether a list's rewritten name is told from a borrowed one."""
    message = Message(
        submission_id="x",
        channel=Channel.EMAIL,
        sender=Party(PartyKind.EMAIL, "billing@firm.example", via),
        recipients=(Party(PartyKind.EMAIL, to),),
        envelope_from=Party(PartyKind.EMAIL, "billing+bncBAAB@firm.example"),
        headers=(("Received", "x"), ("List-ID", "<billing.firm.example>")),
        hops=hops or (Hop(by="mx.google.com", from_name="mail-sor-f69.google.com"),),
        authentication=(Authentication("mx.google.com", "spf", "pass", checked),),
    )
    return not list(DETECTOR.judge(message, Origin()))


def test_the_recipients_own_list_may_say_whose_mail_it_sends() -> None:
    assert group("'PayPal' via Billing", "ann@firm.example", "firm.example")
    assert not group("'PayPal' via Billing", "ann@home.example", "firm.example")
    assert not group("'PayPal' via Billing", "ann@firm.example", "evil.example")
    assert not group("PayPal Billing", "ann@firm.example", "firm.example")


@given(st.text(max_size=500), st.text(max_size=100))
def test_any_name_and_address_are_read(name: str, address: str) -> None:
    claim = claimed(name)
    if claim is not None:
        assert claim.brand.name in brands()
        assert 0 <= strength_of(claim, address.lower()) <= 1


@given(st.sampled_from(sorted(brands())), st.text(max_size=30), st.text(max_size=60))
def test_any_address_is_read_beside_a_brand(name: str, before: str, address: str) -> None:
    claim = claimed(f"{before} {name}")
    assert claim is None or 0 <= strength_of(claim, f"{address}@{before}".lower()) <= 1


@pytest.mark.parametrize("piece", ["paypal ", "a ", "a", "\u0430 ", "支付宝", "1", ". "])
def test_a_long_name_is_cut(piece: str) -> None:
    strength(piece * 100_000, "a@" + "x." * 100_000)
