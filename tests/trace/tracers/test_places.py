"""What each channel's record says of its way, and what it does not."""

from datetime import UTC, datetime, timedelta

import pytest

from spamatlas.model import (
    Call,
    Channel,
    Hop,
    Link,
    Message,
    Origin,
    Party,
    PartyKind,
    PhoneNumber,
    RouteClass,
    Waypoint,
    WaypointKind,
)
from spamatlas.trace import Directory, questions, trace
from spamatlas.trace.directories.addresses import Addresses
from spamatlas.trace.facts import AddressFacts, Facts

WHEN = datetime(2026, 9, 1, 12, tzinfo=UTC)
DIRECTORY = Directory(Addresses(None))
SOURCE = AddressFacts("198.51.100.7", "public", 64500, operator="Example Net", country="BR")
FORWARDER = AddressFacts("203.0.113.9", "public", 64510, operator="Far Cloud", country="NL")
LINE = AddressFacts("192.0.2.44", "public", 64520, operator="Home Net", country="PK", usage="residential")
BORDER = Hop(by="mx.example.org", from_name="out.example.net", helo="out.example.net", address=SOURCE.address, at=WHEN)


def found(message: Message, *known: AddressFacts, home: str = "") -> Origin:
    facts = DIRECTORY.answer(questions(message))
    facts.addresses.update({one.address: one for one in known})
    dated = Facts(facts.addresses, facts.numbers, facts.domains, WHEN.date())
    return trace(message, dated, home_country=home)


def said(origin: Origin, subject: str) -> list[str]:
    return [each.value for each in origin.sightings if each.subject == subject]


def mail(*hops: Hop, **more: object) -> Message:
    return Message(submission_id="x", channel=Channel.EMAIL, hops=hops, **more)  # type: ignore[arg-type]


def text(sender: str = "", channel: Channel = Channel.SMS, call: Call | None = None, **fields: str) -> Message:
    kind = PartyKind.PHONE if sender.startswith("+") else PartyKind.ALPHANUMERIC
    return Message(
        submission_id="x",
        channel=channel,
        call=call,
        sender=Party(kind, sender) if sender else None,
        headers=tuple((name.replace("_", "-"), value) for name, value in fields.items()),
    )


def test_who_serves_the_recipient_is_told_and_never_who_it_is() -> None:
    taken = found(mail(BORDER, recipients=(Party(PartyKind.EMAIL, "ann@ann-smith.example"),)), SOURCE)
    assert taken.destination_operator == "example.org"
    assert found(mail(recipients=(Party(PartyKind.EMAIL, "ann@ann-smith.example"),))).destination_operator == ""
    assert found(mail(Hop(by="localhost", address=SOURCE.address, at=WHEN)), SOURCE).destination_operator == ""
    number = Message(submission_id="x", channel=Channel.SMS, recipients=(Party(PartyKind.PHONE, "+447911123456"),))
    carrier = DIRECTORY.numbers.find("+447911123456").carrier
    assert carrier
    assert found(number).destination_operator == carrier
    assert found(text("x", Channel.IM, platform="Chatter")).destination_operator == "Chatter"


def test_a_mail_goes_from_its_network_to_where_it_ended() -> None:
    origin = found(mail(BORDER), SOURCE, home="FR")
    first, last = origin.waypoints
    assert (first.kind, first.name, first.country) == (WaypointKind.NETWORK, "64500 Example Net", "BR")
    assert (last.kind, last.name) == (WaypointKind.COUNTRY, "FR")
    assert first.certainty > last.certainty


def test_networks_and_relays_between_are_those_our_own_side_saw() -> None:
    hops = (
        Hop(by="inbox.example.com", from_name="mx2.example.com", address=FORWARDER.address, at=WHEN),
        Hop(
            by="mx2.example.com", from_name="relay.helper.example", helo="mx1.example.org", address="10.0.0.4", at=WHEN
        ),
        BORDER,
        Hop(by="made.up.example", from_name="bank.example", address="192.0.2.1", at=WHEN),
    )
    origin = found(mail(*hops), SOURCE, FORWARDER, home="FR")
    assert said(origin, "transit_network") == ["64510 Far Cloud"]
    assert said(origin, "relay") == ["example.org"]
    assert "made.up.example" not in str(origin.waypoints)
    assert [each.name for each in origin.waypoints] == ["64500 Example Net", "example.org", "64510 Far Cloud", "FR"]


def test_a_mailing_services_relay_is_named_and_a_field_weighs_less() -> None:
    relayed = Hop(by="mx.example.org", from_name="o1.sendgrid.net", address=SOURCE.address, at=WHEN)
    by_relay = found(mail(relayed), SOURCE)
    by_field = found(mail(BORDER, headers=(("X-SG-EID", "a"),)), SOURCE)
    assert said(by_relay, "service") == ["Twilio SendGrid"]
    weights = [
        next((each.certainty for each in origin.sightings if each.subject == "service"), 0.0)
        for origin in (by_relay, by_field)
    ]
    assert weights[0] > weights[1]


@pytest.mark.parametrize(
    ("protocol", "is_open"), [("ESMTP", True), ("SMTP", True), ("ESMTPSA", False), ("HTTP", False)]
)
def test_a_server_that_takes_anybodys_mail_is_an_open_relay(protocol: str, is_open: bool) -> None:
    taken = Hop(by="out.example.net", from_name="dsl-44.home.example", address=LINE.address, protocol=protocol, at=WHEN)
    origin = found(mail(BORDER, taken), SOURCE, LINE)
    assert said(origin, "open_relay") == ([SOURCE.address] if is_open else [])


def test_a_providers_own_customers_are_no_sign() -> None:
    taken = Hop(by="out.example.net", from_name="dsl-44.example.net", address=LINE.address, protocol="ESMTP", at=WHEN)
    own = AddressFacts(LINE.address, "public", SOURCE.asn, usage="residential", country="BR")
    assert said(found(mail(BORDER, taken), SOURCE, own), "open_relay") == []


def test_signs_of_an_abused_account() -> None:
    taken = Hop(by="out.example.net", from_name="", address=LINE.address, protocol="ESMTPSA", at=WHEN)
    assert said(found(mail(BORDER, taken), SOURCE, LINE), "abused_account") == ["foreign_login"]
    sender = Party(PartyKind.EMAIL, "support@bank.example")
    login = (("X-Authenticated-Sender", "host.example.net: anna@shop.test"), ("X-PHP-Script", "shop.test/x.php"))
    assert said(found(mail(BORDER, sender=sender, headers=login), SOURCE), "abused_account") == [
        "other_login",
        "web_script",
    ]
    own = (("X-Authenticated-Sender", "anna@mail.bank.example"),)
    assert said(found(mail(BORDER, sender=sender, headers=own), SOURCE), "abused_account") == []


def test_a_texts_centre_is_a_gateway_and_tells_whether_the_number_fits() -> None:
    fits = found(text("+447911123456", smsc="+44 7785 016005"), home="GB")
    assert said(fits, "gateway") == ["+447785016005"]
    assert said(fits, "spoof") == []
    foreign = found(text("+447911123456", smsc="0033609001390"), home="GB")
    assert said(foreign, "spoof") == ["foreign_centre"]
    assert foreign.route_class is RouteClass.INTERNATIONAL
    shared = found(text("+447911123456", smsc="+447700900950"))
    assert said(shared, "spoof") == [], "Guernsey shares the code of the United Kingdom"
    assert [(each.kind, each.country) for each in foreign.waypoints][1] == (WaypointKind.GATEWAY, "FR")


@pytest.mark.parametrize("named", ["centre-2.tel.example", "SMSC\u202e <b>3</b>\x00", "x" * 500])
def test_a_centre_may_go_by_a_name_of_one_short_line(named: str) -> None:
    (name,) = said(found(text("ALPHA", smsc=named)), "gateway")
    assert 0 < len(name) <= 48
    assert name.isprintable()


def test_home_routing_and_aggregators_are_taken_from_the_record_alone() -> None:
    origin = found(text("ALPHA", home_routed="yes", aggregator="Alpha Messaging"), home="GB")
    assert said(origin, "home_routing") == ["yes"]
    assert origin.waypoints[0] == Waypoint(WaypointKind.SERVICE, "Alpha Messaging", "", 0.75)
    assert [each.kind for each in origin.waypoints] == [WaypointKind.SERVICE, WaypointKind.COUNTRY]
    mailed = found(mail(BORDER, headers=(("smsc", "+447785016005"), ("aggregator", "Alpha"))), SOURCE)
    assert said(mailed, "gateway") == said(mailed, "service") == []


def test_a_calls_operators_stand_in_the_order_of_travel() -> None:
    vector = (
        'icid-value="1";orig-ioi=north.example;transit-ioi="isle.example.1, void, sea.example.2";term-ioi=home.example'
    )
    message = text("+33612345678", Channel.VOICE, Call(trunk="TG-7", answered=False), P_Charging_Vector=vector)
    origin = found(message, home="GB")
    assert said(origin, "transit_operator") == ["north.example", "isle.example", "sea.example"]
    names = [each.name for each in origin.waypoints]
    assert names[-5:] == ["north.example", "isle.example", "sea.example", "TG-7", "GB"]


def test_a_record_may_state_the_operator_and_the_countries_crossed() -> None:
    origin = found(
        text("+33612345678", Channel.VOICE, Call(), originating_operator="North", transit="nl, DE"), home="GB"
    )
    assert said(origin, "transit_operator") == ["North"]
    assert origin.transit == ("NL", "DE")


def test_numbers_that_no_plan_gives_are_a_sign_of_hijack() -> None:
    call = Call(attestation="A", verification="passed")
    assert said(found(text("+99912345678", Channel.VOICE, call)), "number_hijack") == ["vouched"]
    assert said(found(text("+33612345678", Channel.VOICE, call)), "number_hijack") == []
    called = Message(submission_id="x", channel=Channel.SMS, text="call", numbers=(PhoneNumber("+99912345678"),))
    assert said(found(called), "number_hijack") == ["called_back"]


def test_a_device_of_one_digit_is_no_telephone() -> None:
    assert said(found(text("+33612345678", Channel.VOICE, Call(device="1" * 14))), "sim_box") == ["no_such_device"]
    assert said(found(text("+33612345678", Channel.VOICE, Call(device="35209900176148"))), "sim_box") == []


def test_a_post_has_its_platform_its_accounts_age_and_what_its_links_pass_through() -> None:
    links = (
        Link("https://bit.ly/3x", "bit.ly", "bit.ly"),
        Link("https://a.test/r?u=https%3A%2F%2Fb.test%2F", "a.test", "a.test"),
    )
    post = Message(
        submission_id="x",
        channel=Channel.SOCIAL,
        sender=Party(PartyKind.HANDLE, "@anna"),
        sent_at=WHEN,
        links=links,
        headers=(("platform", "Agora"), ("account-created", (WHEN - timedelta(days=12)).isoformat())),
    )
    origin = found(post, home="KE")
    assert said(origin, "account_days") == ["12"]
    assert said(origin, "link_chain") == ["a.test b.test"]
    assert [each.name for each in origin.waypoints] == ["Agora", "bit.ly", "KE"]
    assert "anna" not in str(origin.waypoints)
