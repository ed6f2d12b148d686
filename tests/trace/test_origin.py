from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spamatlas.model import (
    Authentication,
    Call,
    Channel,
    Hop,
    Message,
    Origin,
    Party,
    PartyKind,
    PhoneNumber,
    RouteClass,
    Sighting,
)
from spamatlas.trace import Directory, questions, trace
from spamatlas.trace.certainty import aged, settled, winners
from spamatlas.trace.directories.addresses import Addresses
from spamatlas.trace.facts import AddressFacts

WHEN = datetime(2026, 9, 1, 12, tzinfo=UTC)
SOURCE = AddressFacts(
    "198.51.100.7", "public", 64500, "198.51.100.0/24", "Example Net", "BR", "BR", abuse_mailbox="abuse@example.net"
)
DIRECTORY = Directory(Addresses(None))


def mail(*hops: Hop, **more: object) -> Message:
    return Message(submission_id="x", channel=Channel.EMAIL, hops=hops, **more)  # type: ignore[arg-type]


def origin(message: Message, *known: AddressFacts, home: str = "") -> Origin:
    facts = DIRECTORY.answer(questions(message))
    facts.addresses.update({one.address: one for one in known})
    facts = type(facts)(facts.addresses, facts.numbers, facts.domains, datetime(2026, 10, 4, tzinfo=UTC).date())
    return trace(message, facts, home_country=home)


def values(found: Origin, subject: str) -> set[str]:
    return {sighting.value for sighting in found.sightings if sighting.subject == subject}


BORDER = Hop(by="mx.example.org", from_name="out.example.net", helo="out.example.net", address="198.51.100.7", at=WHEN)


def test_a_mail_has_network_operator_country_and_whom_to_tell() -> None:
    found = origin(mail(BORDER), SOURCE)
    assert (found.asn, found.network, found.operator, found.country) == (
        64500,
        "198.51.100.0/24",
        "Example Net",
        "BR",
    )
    assert found.contacts[0].address == "abuse@example.net"
    assert found.known_by == "network"
    assert 0.5 < found.certainty < 1


def test_a_contradiction_between_place_and_registry_costs_certainty() -> None:
    moved = AddressFacts("198.51.100.7", "public", 64500, country="BR", registry_country="US")
    assert origin(mail(BORDER), moved).country == "BR"
    assert origin(mail(BORDER), moved).certainty < origin(mail(BORDER), SOURCE).certainty


def test_an_old_mail_is_told_from_the_data_of_today() -> None:
    old = Hop(by=BORDER.by, from_name=BORDER.from_name, address=BORDER.address, at=datetime(2002, 6, 7, tzinfo=UTC))
    found = origin(mail(old), SOURCE)
    assert found.certainty < origin(mail(BORDER), SOURCE).certainty * 0.6
    assert any("2026-10-04" in sighting.detail for sighting in found.sightings if sighting.subject == "country")


def test_results_of_our_own_server_are_believed_and_a_strangers_are_not() -> None:
    sender = Party(PartyKind.EMAIL, "a@shop.example.com")
    passed = Authentication("mx.example.org", "dmarc", "pass", "example.com")
    forged = Authentication("mx.evil.example", "dmarc", "pass", "bank.example")
    found = origin(mail(BORDER, sender=sender, authentication=(forged, passed)), SOURCE)
    assert found.authenticated_domain == "example.com"
    assert origin(mail(BORDER, sender=sender, authentication=(forged,)), SOURCE).authenticated_domain == ""


def test_a_failed_dmarc_is_a_sign_of_a_forged_sender() -> None:
    failed = Authentication("mx.example.org", "dmarc", "fail", "bank.example")
    assert values(origin(mail(BORDER, authentication=(failed,)), SOURCE), "spoof") == {"sender_domain"}


def test_a_stated_address_counts_only_where_nothing_better_is_known() -> None:
    headers = (("X-Originating-IP", "[198.51.100.9]"),)
    assert origin(mail(BORDER, headers=headers), SOURCE).source_address == "198.51.100.7"
    alone = origin(mail(headers=headers), AddressFacts("198.51.100.9", "public", country="KE"))
    assert (alone.source_address, alone.country) == ("198.51.100.9", "KE")
    assert alone.certainty < 0.3


def test_a_home_line_that_delivers_by_itself_is_a_taken_over_machine() -> None:
    line = AddressFacts("198.51.100.7", "public", country="BR", usage="residential")
    direct = Hop(
        by="mx.example.org", from_name="198-51-100-7.dsl.example.net", helo="pc", address="198.51.100.7", at=WHEN
    )
    assert origin(mail(direct), line).route_class is RouteClass.COMPROMISED_HOST
    assert origin(mail(BORDER), SOURCE).route_class is not RouteClass.COMPROMISED_HOST


def test_a_relay_of_a_mailing_service_is_one() -> None:
    relay = Hop(by="mx.example.org", from_name="a1.smtp.sendgrid.net", helo="x", address="198.51.100.7", at=WHEN)
    assert origin(mail(relay), SOURCE).route_class is RouteClass.BULK_SERVICE


def text(sender: Party | None = None, to: str = "", home: str = "", **more: object) -> Origin:
    recipients = (Party(PartyKind.PHONE, to),) if to else ()
    channel = more.pop("channel", Channel.SMS)
    message = Message(submission_id="x", channel=channel, sender=sender, recipients=recipients, **more)  # type: ignore[arg-type]
    return origin(message, home=home)


def phone(number: str) -> Party:
    return Party(PartyKind.PHONE, number)


@pytest.mark.parametrize(
    ("sender", "way"),
    [
        (Party(PartyKind.ALPHANUMERIC, "PARCEL"), RouteClass.BULK_SERVICE),
        (Party(PartyKind.SHORT_CODE, "77260"), RouteClass.BULK_SERVICE),
        (Party(PartyKind.EMAIL, "a@example.net"), RouteClass.INTERNET_GATEWAY),
        (phone("+442079460123"), RouteClass.INTERNATIONAL),
        (phone("+8821612345678"), RouteClass.INTERNATIONAL),
        (None, RouteClass.UNKNOWN),
    ],
)
def test_a_texts_way_follows_from_its_sender(sender: Party | None, way: RouteClass) -> None:
    assert text(sender, home="DE").route_class is way


def test_a_texts_country_is_that_of_the_number_and_never_certain() -> None:
    found = text(phone("+442079460123"), home="DE")
    assert (found.country, found.sender_country, found.destination) == ("GB", "GB", "DE")
    assert found.known_by == "number_plan"
    assert found.certainty < 0.8


def test_a_number_that_cannot_exist_is_a_sign_of_spoofing() -> None:
    assert values(text(phone("+44123")), "spoof") == {"impossible_number"}
    assert values(text(phone("+442079460123")), "spoof") == set()


def test_the_recipients_number_says_more_than_the_home_country() -> None:
    assert text(phone("+442079460123"), to="+33142685300", home="DE").destination == "FR"


def test_attestation_lends_certainty() -> None:
    signed = {
        level: text(phone("+12015550123"), channel=Channel.VOICE, call=Call(attestation=level)) for level in "ABC"
    }
    assert signed["A"].certainty > signed["B"].certainty > signed["C"].certainty
    assert signed["A"].known_by == "signature"


def test_a_signature_that_fails_vouches_for_nothing() -> None:
    failed = Call(attestation="A", verification="failed")
    origin = text(phone("+12015550123"), channel=Channel.VOICE, call=failed)
    unsigned = text(phone("+12015550123"), channel=Channel.VOICE, call=Call())
    assert (origin.certainty, origin.known_by) == (unsigned.certainty, unsigned.known_by)
    assert Sighting("verification", "failed", "signature", 0.9) in origin.sightings


@pytest.mark.parametrize(
    ("number", "call", "home", "expected"),
    [
        ("+22245123456", Call(ring_seconds=2, answered=False), "DE", {"high_cost"}),
        ("+979123456789", Call(ring_seconds=2, answered=False), "DE", {"premium"}),
        ("+442079460123", Call(ring_seconds=2, answered=False), "DE", {"international"}),
        ("+442079460123", Call(ring_seconds=2, answered=False), "GB", set()),
        ("+22245123456", Call(ring_seconds=2, answered=False), "MR", set()),
        ("+22245123456", Call(ring_seconds=25, answered=False), "DE", set()),
        ("+22245123456", Call(ring_seconds=2, answered=True, talk_seconds=30), "DE", set()),
        ("+22245123456", Call(answered=False), "DE", set()),
    ],
)
def test_one_unanswered_ring_from_abroad_is_wangiri(number: str, call: Call, home: str, expected: set[str]) -> None:
    assert values(text(phone(number), home=home, channel=Channel.VOICE, call=call), "wangiri") == expected


def test_a_dear_call_back_number_in_a_text_is_seen() -> None:
    assert values(text(numbers=(PhoneNumber("+979123456789"),)), "call_back") == {"premium"}


@pytest.mark.parametrize(
    ("channel", "way"),
    [
        (Channel.SOCIAL, RouteClass.SOCIAL_ACCOUNT),
        (Channel.SEARCH, RouteClass.SEARCH_RESULT),
        (Channel.PUSH, RouteClass.AD_NETWORK),
        (Channel.IOT, RouteClass.IOT),
        (Channel.WEB, RouteClass.UNKNOWN),
    ],
)
def test_a_platforms_way_follows_from_its_channel(channel: Channel, way: RouteClass) -> None:
    assert text(channel=channel).route_class is way


def test_a_stated_route_is_believed_of_an_operators_record_and_not_of_a_mail() -> None:
    headers = (("route", "sim-box"),)
    assert text(phone("+442079460123"), headers=headers).route_class is RouteClass.SIM_BOX
    assert origin(mail(headers=headers)).route_class is RouteClass.UNKNOWN


NAMES = st.sampled_from(
    ["", "localhost", "mx.example.org", "mail.example.org", "out.example.net", "[192.0.2.1]", "a b"]
)
ADDRESSES = st.sampled_from(["", "10.0.0.1", "198.51.100.7", "2001:db8::1", "999.1.1.1", "::1"]) | st.text(max_size=12)
HOPS = st.builds(
    Hop,
    by=NAMES | st.text(max_size=12),
    from_name=NAMES,
    helo=NAMES | st.text(max_size=12),
    address=ADDRESSES,
    protocol=st.sampled_from(["", "ESMTP", "IMAP"]),
    at=st.none() | st.integers(-10_000, 10_000).map(lambda minutes: WHEN + timedelta(minutes=minutes)),
)
PARTIES = st.none() | st.builds(Party, st.sampled_from(PartyKind), st.text(max_size=20))
MESSAGES = st.builds(
    Message,
    submission_id=st.just("x"),
    channel=st.sampled_from(Channel),
    sender=PARTIES,
    hops=st.lists(HOPS, max_size=6).map(tuple),
    headers=st.lists(st.tuples(st.sampled_from(["X-Originating-IP", "route", "List-Id"]), st.text(max_size=20))).map(
        tuple
    ),
    call=st.none() | st.builds(Call, ring_seconds=st.none() | st.floats(0, 60), attestation=st.text(max_size=2)),
)


@given(MESSAGES, st.sampled_from(["", "DE"]), st.sampled_from([(), ("example.org",), ("198.51.100.0/24", "")]))
def test_any_message_has_an_origin(message: Message, home: str, trusted: tuple[str, ...]) -> None:
    facts = DIRECTORY.answer(questions(message))
    found = trace(message, facts, trusted_relays=trusted, home_country=home)
    assert 0 <= found.certainty < 1
    assert all(0 <= sighting.certainty < 1 for sighting in found.sightings)
    trust = [stop.trusted for stop in found.route]
    assert trust == sorted(trust), "a stop beyond the first untrusted one is never trusted"
    assert found == trace(message, facts, trusted_relays=trusted, home_country=home)


@given(st.lists(HOPS, max_size=4), st.lists(HOPS, min_size=1, max_size=3))
def test_nothing_a_stranger_writes_moves_the_source(ours: list[Hop], forged: list[Hop]) -> None:
    """Our border took the mail from a public address: no field below that may change where it came from."""
    border = Hop(by="mx.example.org", from_name="out.example.net", helo="pc", address="198.51.100.7", at=WHEN)
    honest, lied = (mail(border, *below) for below in (ours, forged))
    assert origin(honest).source_address == origin(lied).source_address == "198.51.100.7"


@given(st.permutations([("a", 0.9), ("b", 0.4), ("a", 0.3), ("c", 0.4)]))
def test_the_order_of_findings_means_nothing(findings: list[tuple[str, float]]) -> None:
    sightings = [Sighting("country", value, "header", certainty) for value, certainty in findings]
    winner = winners(sightings)["country"]
    assert winner.value == "a"
    assert settled(winner, sightings) == pytest.approx(0.9 * (1 - 0.4 / 2))


def test_agreement_costs_nothing_and_age_does() -> None:
    agreed = [Sighting("country", "a", "header", 0.9), Sighting("country", "a", "network", 0.6)]
    assert settled(agreed[0], agreed) == 0.9
    assert aged(0.9, 1) == 0.9 > aged(0.9, 3) > aged(0.9, 12) > 0
