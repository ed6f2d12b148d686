import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers import carrier

from spamatlas.trace import Directory, look_up
from spamatlas.trace.directories.addresses import Addresses
from spamatlas.trace.directories.domains import Domains
from spamatlas.trace.directories.numbers import Numbers

KINDS = [
    "fixed",
    "mobile",
    "fixed_or_mobile",
    "toll_free",
    "premium",
    "shared_cost",
    "voip",
    "personal",
    "pager",
    "uan",
    "voicemail",
]
NUMBERS, DOMAINS = Numbers(), Domains()


def test_the_laid_out_addresses_say_what_the_data_says(real_directory: Directory) -> None:
    import plevin

    database, checked = plevin.Plevin(), 0
    for first in range(1, 224, 3):
        for address in (f"{first}.45.67.89", f"{first}.200.1.1", f"2{first % 8}0{first % 10}:{first:x}00::1"):
            result, known = database.lookup(address), real_directory.addresses.find(address)
            if not (result.is_global and result.found and result.network):
                continue
            checked += 1
            assert known.asn == (result.network.asn or 0)
            assert known.network == (result.network.cidr or "")
            assert known.registry_country == (result.network.country or "")
            assert known.rpki == (result.network.rpki or "unknown")
            assert known.country == (result.place.country.code if result.place and result.place.country else "")
    assert checked > 100


def test_the_layout_is_made_once(real_directory: Directory, tmp_path_factory: pytest.TempPathFactory) -> None:
    again = tmp_path_factory.mktemp("again")
    Addresses.open(again)
    made = {path: path.stat().st_mtime_ns for path in again.rglob("*.npy")}
    assert made
    Addresses.open(again)
    assert {path: path.stat().st_mtime_ns for path in again.rglob("*.npy")} == made
    assert real_directory.addresses.as_of is not None


@pytest.mark.parametrize(
    ("address", "scope"),
    [
        ("10.1.2.3", "private"),
        ("::1", "private"),
        ("fe80::1%eth0", "private"),
        ("100.64.1.1", "private"),
        ("192.0.2.1", "public"),
        ("::ffff:10.0.0.1", "private"),
        ("2002:a00:1::", "private"),
        ("", "none"),
        ("1.2.3", "none"),
        ("1.2.3.4\x00", "none"),
        ("host.example", "none"),
    ],
)
def test_scope_of_an_address(address: str, scope: str) -> None:
    assert Addresses(None).find(address).scope == scope


@given(st.integers(1, 999), st.integers(0, 10**10))
def test_a_number_is_read_as_libphonenumber_reads_it(code: int, national: int) -> None:
    written = f"+{code}{national}"
    try:
        number = phonenumbers.parse(written)
    except phonenumbers.NumberParseException:
        return
    if phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) != written:
        return
    known = NUMBERS.find(written)
    assert (known.state == "assigned") == phonenumbers.is_valid_number(number)
    if known.state == "assigned":
        region = phonenumbers.region_code_for_number(number)
        assert known.country == ("" if region == "001" else region)
        assert known.kind == KINDS[phonenumbers.number_type(number)]
        assert known.carrier == carrier.name_for_number(number, "en")


@pytest.mark.parametrize(
    ("number", "state", "cost"),
    [
        ("+22245123456", "assigned", "high"),
        ("+979123456789", "assigned", "premium"),
        ("+442079460123", "assigned", ""),
        ("+449098790000", "assigned", "premium"),
        ("+44123", "too_short", ""),
        ("+4420794601234567", "too_long", ""),
        ("+999123456", "no_such_code", ""),
        ("parcel", "unreadable", ""),
        ("+12685551234", "unassigned", "high"),
    ],
)
def test_state_and_cost_of_a_number(number: str, state: str, cost: str) -> None:
    known = NUMBERS.find(number)
    assert (known.state, known.cost) == (state, cost)
    assert bool(known.why) == bool(cost)


@pytest.mark.parametrize(
    ("host", "registrable", "hint"),
    [
        ("a.b.example.co.uk", "example.co.uk", "GB"),
        ("www.example.com", "example.com", ""),
        ("x.example", "x.example", ""),
        ("a.user.github.io", "user.github.io", ""),
        ("www.city.kawasaki.jp", "city.kawasaki.jp", "JP"),
        ("a.b.c.kawasaki.jp", "b.c.kawasaki.jp", "JP"),
        ("localhost", "localhost", ""),
        ("192.0.2.1", "192.0.2.1", ""),
    ],
)
def test_registrable_domain_and_hint(host: str, registrable: str, hint: str) -> None:
    known = DOMAINS.find(host)
    assert (known.registrable, known.country_hint) == (registrable, hint)


@pytest.mark.parametrize(
    ("target", "kind"),
    [
        ("198.51.100.7", "address"),
        ("[2001:db8::1]", "address"),
        ("http://198.51.100.7:8080/a", "address"),
        ("+44 20 7946 0123", "number"),
        ("0044 20 7946 0123", "number"),
        ("www.example.org", "domain"),
        ("hxxps://evil[.]example/x?y", "domain"),
        ("user@example.de", "domain"),
        ("what is this", "unknown"),
        ("", "unknown"),
        ("http://[broken", "unknown"),
    ],
)
def test_anything_can_be_looked_up(directory: Directory, target: str, kind: str) -> None:
    assert look_up(target, directory).kind == kind


@given(st.text(max_size=60))
def test_a_look_up_never_fails(target: str) -> None:
    assert look_up(target, Directory(Addresses(None))).target == target


def test_a_real_address_has_its_holder(real_directory: Directory) -> None:
    record = look_up("8.8.8.8", real_directory)
    assert record.address is not None
    assert (record.address.asn, record.address.country) == (15169, "US")
    assert record.contacts[0].role == "network_abuse"
    assert record.as_of
