"""Links, numbers and parties as people and spammers write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spamatlas.model import PartyKind
from spamatlas.parse.links import link_from, links_in
from spamatlas.parse.numbers import numbers_in, prefix_from
from spamatlas.parse.party import party_from


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("see https://example.org/a?b=c.", ["https://example.org/a?b=c"]),
        ("hxxps://evil[.]example[.]com/x)", ["https://evil.example.com/x"]),
        ("evil [dot] com/x", ["http://evil.com/x"]),
        ("http://bank.example@3221225985/x", ["http://192.0.2.1/x"]),
        ("http://0xC0000201/", ["http://192.0.2.1/"]),
        ("https://[2001:db8::1]:8080/x", ["https://[2001:db8::1]:8080/x"]),
        ("пример.рф/путь", ["http://xn--e1afmkfd.xn--p1ai/путь"]),
        ("点击http://example.cn/a，领取", ["http://example.cn/a"]),
        ("ends.Next ok.so readme.md a.b@example.com e.g. 10.30am", []),
    ],
)
def test_links(text: str, urls: list[str]) -> None:
    assert [link.url for link in links_in(text)] == urls


@pytest.mark.parametrize(
    ("text", "host", "named"),
    [
        ("https://www.paypal.com@evil.example/in", "evil.example", "www.paypal.com"),
        ("https://www.paypal.com:443@evil.example/in", "evil.example", "www.paypal.com"),
        ("https://www.paypal.com%2Fsignin@evil.example/", "evil.example", "www.paypal.com"),
        ("https://www.paypal.com:a@b@evil.example/", "evil.example", "www.paypal.com"),
        ("hxxps://www[.]paypal[.]com@evil[.]example/", "evil.example", "www.paypal.com"),
        ("https://www.paypal.com/@evil.example/", "www.paypal.com", ""),
        (r"https://www.paypal.com\@evil.example/", "www.paypal.com", ""),
        ("https://joe:word@evil.example/", "evil.example", ""),
        ("ftp://site.example@files.example/", "files.example", ""),
    ],
)
def test_a_host_in_the_userinfo_is_told_from_the_host(text: str, host: str, named: str) -> None:
    assert [(link.host, link.userinfo_host) for link in links_in(text)] == [(host, named)]
    link = link_from(text, "Log in")
    assert link is not None
    assert (link.host, link.userinfo_host) == (host, named)


@pytest.mark.parametrize(
    ("text", "country", "values"),
    [
        ("+1 202-555-0100 or (202) 555-0101", "", ["+12025550100", "+12025550101"]),
        ("+٨٨٢١٦١٢٣٤٥٦٧٨", "", ["+8821612345678"]),
        ("call 2O2 5SS", "US", []),
        ("call 2O2 555 O1OO", "US", ["+12025550100"]),
        ("2 0 2 5 5 5 0 1 0 0", "US", ["+12025550100"]),
        ("on 2026-11-02 12:30 for $1,234,567.00 from 192.168.100.200", "US", []),
    ],
)
def test_numbers(text: str, country: str, values: list[str]) -> None:
    assert [number.value for number in numbers_in(text, country)] == values


@pytest.mark.parametrize(
    ("raw", "kind", "value"),
    [
        ('"A" <a@Example.ORG>', PartyKind.EMAIL, "a@example.org"),
        ("12025550100", PartyKind.PHONE, "+12025550100"),
        ("7726", PartyKind.SHORT_CODE, "7726"),
        ("MyBank", PartyKind.ALPHANUMERIC, "MyBank"),
        ("@shop", PartyKind.HANDLE, "@shop"),
        ("sip:bob@example.org;x", PartyKind.SIP, "sip:bob@example.org"),
    ],
)
def test_parties(raw: str, kind: PartyKind, value: str) -> None:
    party = party_from(raw)
    assert party is not None
    assert (party.kind, party.value) == (kind, value)


@pytest.mark.parametrize(
    ("raw", "country", "kind", "value"),
    [
        # Of a range that the tables give to nobody: with and without its country code it is the same number.
        ("+447911654321", "", PartyKind.PHONE, "+447911654321"),
        ("07911654321", "GB", PartyKind.PHONE, "+447911654321"),
        ("07911 654 321", "GB", PartyKind.PHONE, "+447911654321"),
        ("07911654321", "", PartyKind.UNKNOWN, "07911654321"),
        # A sender that the networks gave a service, and no number.
        ("10691234567", "CN", PartyKind.UNKNOWN, "10691234567"),
        ("079116543210", "GB", PartyKind.UNKNOWN, "079116543210"),
        ("07726", "GB", PartyKind.SHORT_CODE, "07726"),
    ],
)
def test_a_number_as_it_is_dialled_at_home(raw: str, country: str, kind: PartyKind, value: str) -> None:
    party = party_from(raw, country)
    assert party is not None
    assert (party.kind, party.value) == (kind, value)


@pytest.mark.parametrize(
    ("written", "country", "prefix"),
    [
        ("+882 13", "", "+88213"),
        ("1-900", "", "+1900"),
        ("00 88213", "GB", "+88213"),
        ("0909", "GB", "+44909"),
        ("0909", "", ""),
        ("0899", "IT", "+390899"),
        ("0690", "HU", "+3690"),
        ("0909", "XX", ""),
        ("0", "GB", ""),
        ("", "GB", ""),
        ("+0909", "", ""),
        ("none", "GB", ""),
        ("+1234567890123456", "", ""),
    ],
)
def test_the_beginning_of_a_number(written: str, country: str, prefix: str) -> None:
    assert prefix_from(written, country) == prefix


@given(st.text(max_size=200), st.sampled_from(["", "GB", "IT", "HU", "XX"]))
def test_any_text_is_the_beginning_of_a_number_or_none(written: str, country: str) -> None:
    found = prefix_from(written, country)
    assert found == "" or (found[0] == "+" and found[1:].isascii() and found[1:].isdigit() and len(found) <= 16)
    party_from(written, country)


@given(st.text(alphabet=".:/@[]()dothxp 0123456789+-<>。é", max_size=300))
def test_any_text_is_searched(text: str) -> None:
    for link in links_in(text):
        assert link.host == link.host.lower()
    assert all(number.value.startswith("+") for number in numbers_in(text, "US"))
    party_from(text)
