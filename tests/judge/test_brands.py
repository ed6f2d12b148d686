"""Which hosts and senders are read as a brand's, and which are left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spamatlas.judge.brands import brands, is_own, likeness, named_in
from spamatlas.suffixes import registrable


def like(host: str) -> str:
    found = likeness(host, registrable(host) or host)
    return found.name if found else ""


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("paypaal.com", "paypal"),
        ("gooogle.com", "google"),
        ("goggle.com", "google"),
        ("papyal.com", "paypal"),
        ("netfix.com", "netflix"),
        ("paypa1.com", "paypal"),
        ("arnazon.com", "amazon"),
        ("wellsfarg0.com", "wellsfargo"),
        ("app1e.com", "apple"),
        ("www.sparkasse-login.de", "sparkasse"),
        ("sparkassepushtan.com", "sparkasse"),
        ("evri-redelivery.com", "evri"),
        ("evri-redelivery.example.com", "evri"),
        ("uspstrack.com", "usps"),
        ("securepaypal.com", "paypal"),
        ("bank-of-america-verify.com", "bankofamerica"),
        ("paypal.com.in.example", "paypal"),
        ("paypal.web.app", "paypal"),
        ("paypaal-login.com", "paypal"),
        ("netflix-billing.zendesk.com", "netflix"),
    ],
)
def test_a_host_that_looks_like_a_name_is_found(host: str, name: str) -> None:
    assert like(host) == name


@pytest.mark.parametrize(
    "host",
    [
        *("www.paypal.com", "paypal.de", "amazon.co.jp", "t-mobile.cz", "deutsche-bank.de", "hmrc.gov.uk"),
        *(
            "outlook.live.com",
            "outlook.office365.com",
            "appleid.apple.com",
            "paypal-community.com",
            "storage.googleapis.com",
        ),
        *("sparkasse-koelnbonn.de", "volksbank-stuttgart.de", "ksk-koeln.de", "netflix.github.io"),
        *(
            "pineapple.com",
            "applegate.com",
            "apple-farm.example",
            "orange-county.org",
            "first-bank.com",
            "firstbank.com",
        ),
        *("www.santanderbank.com", "eu-library.klarnaservices.com", "epl.paypal-communication.com", "twister.com"),
        *("finance.example.com", "finance.com", "amazone.de", "correo.example.es", "webchat.example.org", "jcloud.kz"),
        *(
            "telegraph.co.uk",
            "irsa.org",
            "goggles.com",
            "ski-goggle.com",
            "outlook.example.org",
            "xn--bcher-kva.example",
        ),
    ],
)
def test_an_innocent_host_is_left(host: str) -> None:
    assert like(host) == ""


@pytest.mark.parametrize(
    ("written", "name"),
    [
        *(
            ("Sparkasse", "sparkasse"),
            ("DHL", "dhl"),
            ("PayPal", "paypal"),
            ("Amaz0n", "amazon"),
            ("Royal Mail", "royalmail"),
        ),
        *(
            ("Western Union", "westernunion"),
            ("Sparkasse Login", "sparkasse"),
            ("SBI", "sbi"),
            ("PayPalInfo", "paypal"),
        ),
        *(
            ("Société Générale", "societegenerale"),
            ("P\u0430yPal", "paypal"),
            ("Crédit Agricole Centre-est", ""),
            ("Itaú", "itau"),
            ("Amélie Applé", ""),
            ("Emily Norton", ""),
            ("Finanzamt Köln", ""),
            ("Yamato Tanaka", ""),
            ("Finanzamt", "finanzamt"),
            ("Norton", "norton"),
            ("Norton LifeLock Team", "nortonlifelock"),
            ("N0rton LifeLock", "nortonlifelock"),
        ),
        *(("Orange", "orange"), ("Orange County Library", ""), ("Chase Miller", ""), ("Library", ""), ("", "")),
    ],
)
def test_a_sender_calls_itself_a_brand(written: str, name: str) -> None:
    brand = named_in(written)
    assert (brand.name if brand else "") == name


def test_the_data_is_whole() -> None:
    for brand in brands().values():
        assert brand.name.isalnum()
        assert brand.name.islower()
        assert brand.domains
        for domain in brand.domains:
            assert is_own(brand.name, domain, registrable(domain) or domain)
            assert like(domain) == "", domain


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_host_is_read(host: str, domain: str) -> None:
    found = likeness(host, domain)
    assert found is None or (found.name in brands() and 0 < found.strength <= 1)
    named_in(host)
