"""When two campaigns that mean the same may be one maker's, and what messages have that campaigns may share."""

import pytest

from spamatlas.campaign import every_trait, kinship, traits_of
from spamatlas.campaign.kinship import ENOUGH
from spamatlas.model import Channel, Link, Message, Origin, Party, PartyKind


def message(url: str = "", sender: str = "", headers: tuple[tuple[str, str], ...] = ()) -> Message:
    host = url.partition("://")[2].partition("/")[0]
    kind = PartyKind.EMAIL if "@" in sender else PartyKind.PHONE
    return Message(
        submission_id="x",
        channel=Channel.EMAIL if "@" in sender else Channel.SMS,
        sender=Party(kind, sender) if sender else None,
        links=(Link(url, host, host),) if url else (),
        headers=headers,
    )


SAME = [
    ("page_path", message("https://a.example/verify/account/x7k2/"), message("https://b.test/verify/account/99zz")),
    ("host_family", message("https://parcel-12.example/a"), message("https://parcel-77.example/b")),
    ("sender_block", message(sender="+447700900123"), message(sender="+447700900188")),
    (
        "mail_program",
        message(sender="a@x.example", headers=(("X-Mailer", "Bulker 3"),)),
        message(sender="b@y.test", headers=(("User-Agent", "bulker 3"),)),
    ),
]
ADDRESSES = [
    ("address_block", "203.0.114.9", "203.0.114.200"),
    ("address_block", "2a00:1450:4001::1", "2a00:1450:4001:9::7"),
]


@pytest.mark.parametrize(("name", "one", "other"), SAME)
def test_a_trait_that_both_have(name: str, one: Message, other: Message) -> None:
    mine, theirs = traits_of(one, Origin()), traits_of(other, Origin())
    assert set(mine[name]) & set(theirs[name])
    assert kinship(0.9, mine, theirs, {}).shared == (name,)


@pytest.mark.parametrize(("name", "one", "other"), ADDRESSES)
def test_neighbouring_addresses(name: str, one: str, other: str) -> None:
    mine, theirs = (traits_of(message(), Origin(source_address=each, asn=64500)) for each in (one, other))
    found = kinship(0.9, mine, theirs, {})
    assert found.shared == (name, "network")
    assert found.is_one


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (message("https://a.example/x7k2aa"), message("https://b.test/x7k2aa")),
        (message("https://a.example/"), message("https://b.test/")),
        (message("https://bank.example/a"), message("https://bank.test/a")),
        (message(sender="40123"), message(sender="40124")),
        (message(sender="a@x.example"), message(sender="b@y.test")),
    ],
)
def test_what_is_nobodys_is_no_trait_that_is_shared(one: Message, other: Message) -> None:
    assert kinship(0.9, traits_of(one, Origin()), traits_of(other, Origin()), {}).shared == ()


def test_a_senders_domain_counts_where_it_was_checked() -> None:
    checked, claimed = Origin(authenticated_domain="offers.example"), Origin()
    mail = message(sender="a@offers.example")
    assert kinship(0.9, traits_of(mail, checked), traits_of(mail, checked), {}).shared == ("sender_domain",)
    assert kinship(0.9, traits_of(mail, checked), traits_of(mail, claimed), {}).shared == ()


def test_private_addresses_say_nothing() -> None:
    assert traits_of(message(), Origin(source_address="10.0.0.7")) == {}
    assert traits_of(message(), Origin()) == {}


def test_neither_meaning_nor_traits_alone_make_two_campaigns_one() -> None:
    every = {name: [1] for name in every_trait()}
    assert kinship(0.49, every, every, {}) is None
    assert not kinship(1.0, {}, {}, {}).is_one
    assert not kinship(1.0, {"page_path": [1]}, {"page_path": [1]}, {}).is_one
    assert kinship(0.5, every, every, {}).is_one


def test_what_many_campaigns_have_counts_nothing_and_traits_are_of_a_time() -> None:
    both = {"page_path": [1], "sender_block": [2]}
    assert kinship(0.9, both, both, {1: 2, 2: 2}).is_one
    assert not kinship(0.9, both, both, {1: 500, 2: 2}).is_one
    assert kinship(0.9, both, both, {1: 500, 2: 2}).shared == ("sender_block",)
    assert not kinship(0.9, both, both, {}, days_apart=31).is_one


def test_what_both_have_and_differ_in_is_said() -> None:
    found = kinship(0.9, {"page_path": [1], "network": [3]}, {"page_path": [2], "sender_block": [4]}, {})
    assert found.differing == ("page_path",)


@pytest.mark.parametrize("name", sorted(every_trait()))
def test_no_trait_is_enough_by_itself(name: str) -> None:
    assert 0 < every_trait()[name].weight < ENOUGH
