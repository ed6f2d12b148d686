"""Hosts that are written apart."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spamatlas.parse.links import link_from, links_in
from spamatlas.parse.parted import together


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("Confirm details: evri. reschedule-slot. com", "evri.reschedule-slot.com"),
        ("evri\u2024reschedule-slot\u2024com", "evri.reschedule-slot.com"),
        ("evri dot reschedule-slot dot com now", "evri.reschedule-slot.com"),
        ("pay at evri-slot . com/pay today", "evri-slot.com"),
        ("pay at evri-slot .com", "evri-slot.com"),
        ("go to my-slot. top", "my-slot.top"),
        ("look at parcel24. online.", "parcel24.online"),
        ("PAY AT EVRI DOT COM", "evri.com"),
        ("evri . co.uk", "evri.co.uk"),
        ("Écrivez à colis-suivi point fr ou colis-suivi dot com", "colis-suivi.com"),
    ],
)
def test_a_host_written_apart_is_a_link(text: str, host: str) -> None:
    assert [link.host for link in links_in(text)] == [host]


@pytest.mark.parametrize(
    "text",
    [
        "Obrigado. com certeza vou",
        "ok. com amor, Ana",
        "It was the dot com bubble",
        "the polka dot shop is open",
        "You are over the. top",
        "Look at our shop. Online",
        "See the site. Live",
        "He went to the office. Net pay is 5",
        "the .net framework",
        "connect the dots. info follows",
        "Good night. top of the morning",
        "a dot com",
    ],
)
def test_sentences_are_no_hosts(text: str) -> None:
    assert links_in(text) == ()


@given(st.text(alphabet="ab-.\u2024 \u00a0dotcm/\n1", max_size=300))
def test_any_text_is_put_together(text: str) -> None:
    assert len(together(text)) <= len(text)
    links_in(text)


@pytest.mark.parametrize("unit", [". com", " dot com", "a. ", "a dot ", " .", "a-1 . com/", "\u2024com "])
def test_it_takes_no_time(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    start = time.process_time()
    together(text)
    assert time.process_time() - start < 1


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https:paypa1-verify.top/login", "paypa1-verify.top"),
        ("HTTP:\\\\paypa1-verify.top", "paypa1-verify.top"),
        ("https://paypa1-verify\u3002top/login", "paypa1-verify.top"),
        ("https://paypa1-verify\uff61top/a\u3002b", "paypa1-verify.top"),
        ("https://paypa1-verify\u2024top", "paypa1-verify.top"),
        ("https://paypal.com%40evil-host.com/x", "evil-host.com"),
    ],
)
def test_an_address_is_read_as_it_is_opened(address: str, host: str) -> None:
    link = link_from(address)
    assert link is not None
    assert link.host == host


def test_an_escaped_at_hides_no_host() -> None:
    link = link_from("https://paypal.com%40evil-host.com/x")
    assert link is not None
    assert link.userinfo_host == "paypal.com"
    assert link_from("https:index") is None
