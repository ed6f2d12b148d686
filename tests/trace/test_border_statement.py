"""What our own servers write down of the connection they took a mail from, and what strangers write to look like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spamatlas.model import Channel, Hop, Message
from spamatlas.trace import Directory, questions
from spamatlas.trace.border_statement import confirmed_forwarding, statements
from spamatlas.trace.chain import Chain, relays, walk
from spamatlas.trace.directories.addresses import Addresses

DIRECTORY = Directory(Addresses(None))
RECEIVED = ("Received", "…")
FORWARDED = ("Return-Path", "<first+caf_=second=mail.example@gmail.com>")
PASS = ("Received-SPF", "Pass (mail.example: domain of gmail.com designates 198.51.100.7) client-ip=198.51.100.7; pr=C")

BORDER = Hop(by="mx.mail.example", from_name="out.gmail.example", address="198.51.100.7")
FORWARDER = (
    Hop(by="out.gmail.example"),
    Hop(by="mx.gmail.example", from_name="relay.mail.example", address="203.0.113.9"),
    Hop(by="relay.mail.example", address="192.0.2.66"),
)


def chain(hops: tuple[Hop, ...], *headers: tuple[str, str], trusted: tuple[str, ...] = ()) -> Chain:
    message = Message(submission_id="x", channel=Channel.EMAIL, hops=hops, headers=headers)
    return walk(message, DIRECTORY.answer(questions(message)), relays(trusted))


@pytest.mark.parametrize(
    "field",
    [
        ("Received-SPF", "None (mail.example: other.example does not designate) client-ip=198.51.100.8;"),
        ("Authentication-Results", "spf=fail (sender IP is 198.51.100.8) smtp.mailfrom=other.example; dkim=pass"),
        ("Authentication-Results", "mx.mail.example; arc=none smtp.remote-ip=198.51.100.8"),
    ],
)
def test_whom_our_side_checked_is_the_client_though_he_is_of_the_same_provider(field: tuple[str, str]) -> None:
    hops = (
        Hop(by="mx.mail.example", from_name="out.mail.example", address="198.51.100.8"),
        Hop(by="out.mail.example", from_name="pc.mail.example", address="203.0.113.5"),
        Hop(by="pc.mail.example"),
    )
    assert chain(hops, field, RECEIVED, RECEIVED, RECEIVED).source == "198.51.100.8"
    assert chain(hops, RECEIVED, field, RECEIVED, RECEIVED).source == "198.51.100.8"
    assert chain(hops, RECEIVED, RECEIVED, field, RECEIVED).source != "198.51.100.8"


def test_a_relay_that_is_configured_as_ours_is_no_border_though_a_server_behind_it_checked_it() -> None:
    hops = (
        Hop(by="mx.mail.example", from_name="gate.other.example", address="198.51.100.7"),
        Hop(by="gate.other.example", from_name="out.example.net", address="203.0.113.5"),
    )
    assert chain(hops, PASS, RECEIVED, RECEIVED, trusted=("198.51.100.7",)).source == "203.0.113.5"
    assert chain(hops, PASS, RECEIVED, RECEIVED).source == "198.51.100.7"


def test_a_forwarding_that_the_receiver_confirmed_is_followed_to_who_handed_it_to_the_forwarder() -> None:
    found = chain((BORDER, *FORWARDER), PASS, RECEIVED, RECEIVED, FORWARDED, RECEIVED, RECEIVED)
    assert (found.source, found.source_hop) == ("203.0.113.9", 2)
    assert found.belief < chain((BORDER,), RECEIVED).belief


@pytest.mark.parametrize(
    "headers",
    [
        (PASS, RECEIVED),
        (FORWARDED, RECEIVED),
        (RECEIVED, PASS, FORWARDED),
        (PASS, RECEIVED, FORWARDED, ("Return-Path", "<first+caf_=second=mail.example@gmail.com>")),
        (PASS, RECEIVED, ("Return-Path", "<first+caf_=second=mail.example@mine.example>")),
        (("Received-SPF", PASS[1].replace("Pass", "Fail")), RECEIVED, FORWARDED),
        (("Received-SPF", PASS[1].replace("gmail.com", "mine.example")), RECEIVED, FORWARDED),
        (
            (
                "Authentication-Results",
                "dkim=pass header.d=gmail.com; spf=fail (sender IP is 198.51.100.7) smtp.mailfrom=gmail.com",
            ),
            RECEIVED,
            FORWARDED,
        ),
    ],
    ids=[
        "no envelope",
        "no SPF",
        "SPF stated by the client himself",
        "two envelopes",
        "an envelope of his own domain",
        "SPF failed",
        "SPF passed for his own domain",
        "only DKIM passed",
    ],
)
def test_nobody_makes_himself_a_forwarder(headers: tuple[tuple[str, str], ...]) -> None:
    assert chain((BORDER, *FORWARDER), *headers, RECEIVED, RECEIVED, RECEIVED).source == "198.51.100.7"


def test_one_forwarding_is_followed_once() -> None:
    again = Hop(by="mx.gmail.example", from_name="out.gmail.example", address="198.51.100.9")
    second = ("Received-SPF", PASS[1].replace("198.51.100.7", "198.51.100.9"))
    hops = (BORDER, Hop(by="out.gmail.example"), again, *FORWARDER[1:])
    found = chain(hops, PASS, RECEIVED, RECEIVED, FORWARDED, second, RECEIVED, RECEIVED, RECEIVED)
    assert found.source == "198.51.100.9"


@given(st.lists(st.tuples(st.sampled_from(["Received-SPF", "Authentication-Results", "Return-Path"]), st.text())))
def test_any_fields_state_something_or_nothing(fields: list[tuple[str, str]]) -> None:
    message = Message(submission_id="x", channel=Channel.EMAIL, headers=tuple(fields))
    assert all(one.address for one in statements(message))
    assert confirmed_forwarding(message) in ("", "gmail.com", "googlemail.com")


LIES = st.lists(
    st.sampled_from([RECEIVED, FORWARDED, PASS, ("Authentication-Results", "spf=pass (sender IP is 203.0.113.9)")]),
    max_size=8,
)


@given(LIES)
def test_nothing_a_stranger_writes_below_our_field_moves_the_source(lies: list[tuple[str, str]]) -> None:
    assert chain((BORDER, *FORWARDER), RECEIVED, *lies).source == "198.51.100.7"
