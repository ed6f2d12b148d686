"""Who can act: what is known offline, and where to look for the rest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spamatlas.model import Contact, Role
from spamatlas.trace import Directory, Subject, contacts_of, look_up
from spamatlas.trace.contact import _finders
from spamatlas.trace.directories.accounts import Accounts
from spamatlas.trace.directories.addresses import Addresses
from spamatlas.trace.facts import AddressFacts, DomainFacts, NumberFacts

ACCOUNTS = Accounts()
EMPTY = Directory(Addresses(None))


def test_there_is_one_finder_a_role() -> None:
    assert sorted(each.role for each in _finders().values()) == sorted(Role)


@pytest.mark.parametrize(
    ("subject", "contact"),
    [
        (
            Subject(
                address=AddressFacts("192.0.2.7", asn=64500, operator="Alpha", abuse_mailbox="abuse@alpha.example")
            ),
            Contact("network_abuse", "abuse@alpha.example", "Alpha"),
        ),
        (
            Subject(autonomous=64500),
            Contact("network_abuse", "https://data.iana.org/rdap/asn.json", "AS64500", "look_up"),
        ),
        (
            Subject(domain=DomainFacts("www.parcel.example", "parcel.example")),
            Contact("registry", "https://data.iana.org/rdap/dns.json", ".example", "look_up"),
        ),
        (
            Subject(domain=DomainFacts("bit.ly", "bit.ly"), is_shared=True),
            Contact("platform", "abuse@bit.ly", "bit.ly", "rule"),
        ),
        (Subject(mail_host="gmail.com", is_shared=True), Contact("platform", "abuse@gmail.com", "gmail.com", "rule")),
        (
            Subject(number=NumberFacts("+1", "assigned", carrier="Beta")),
            Contact("number_operator", "", "Beta", "plan"),
        ),
        (Subject(operator="Gamma"), Contact("number_operator", "", "Gamma", "plan")),
        (Subject(account=ACCOUNTS.find("GB82WEST12345698765432")), Contact("payment", "", "GB WEST", "plan")),
        (Subject(account=ACCOUNTS.find("4111 1111 1111 1111")), Contact("payment", "", "Visa 41111111", "plan")),
    ],
)
def test_who_can_act(subject: Subject, contact: Contact) -> None:
    assert contacts_of(subject) == (contact,)


@pytest.mark.parametrize(
    "subject",
    [
        Subject(),
        Subject(number=NumberFacts("+447700900123", "unassigned")),
        Subject(mail_host="own.example"),
        Subject(account=ACCOUNTS.find("bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq")),
    ],
)
def test_nobody_is_made_up(subject: Subject) -> None:
    assert contacts_of(subject) == ()


@pytest.mark.parametrize(
    ("written", "scheme", "country", "institution"),
    [
        ("GB82 WEST 1234 5698 7654 32", "iban", "GB", "GB WEST"),
        ("DE89370400440532013000", "iban", "DE", "DE 37040044"),
        ("IT60X0542811101000000123456", "iban", "IT", "IT 05428"),
        ("MU17BOMM0101101030300200000MUR", "iban", "MU", "MU"),
        ("GB82WEST12345698765433", "unknown", "", ""),
        ("5555555555554444", "card", "", "Mastercard 55555555"),
        ("378282246310005", "card", "", "American Express 37828224"),
        ("4111111111111112", "unknown", "", ""),
        ("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "bitcoin", "", ""),
        ("0xde0B295669a9FD93d5F28D9Ec85E40f4cb697BAe", "ethereum", "", ""),
        ("parcel.example", "unknown", "", ""),
    ],
)
def test_an_account_tells_who_keeps_it(written: str, scheme: str, country: str, institution: str) -> None:
    found = ACCOUNTS.find(written)
    assert (found.scheme, found.country, found.institution) == (scheme, country, institution)


@given(st.text(max_size=60) | st.from_regex(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{0,32}", fullmatch=True))
def test_any_text_is_looked_up(text: str) -> None:
    assert ACCOUNTS.find(text).account == text
    record = look_up(text, EMPTY)
    assert record.target == text
    assert (record.kind == "account") == (record.account is not None)
