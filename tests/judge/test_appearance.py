"""What a message shows of its sender and its way, so that later ones can be compared with it."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spamatlas.judge import appearance, of_sender
from spamatlas.model import Call, Channel, Message, Origin, Party, PartyKind, Sighting

ME = Party(PartyKind.PHONE, "+12025550123")


def message(channel: Channel = Channel.SMS, sender: Party | None = None, **more: object) -> Message:
    return Message(submission_id="x", channel=channel, sender=sender, **more)  # type: ignore[arg-type]


def mail(address: str, domain: str = "") -> int:
    shown = appearance(message(Channel.EMAIL, Party(PartyKind.EMAIL, address)), Origin(authenticated_domain=domain))
    return shown.sender


def test_a_forged_mail_address_is_not_the_real_one() -> None:
    real = mail("a@mail.example", "mail.example")
    assert real == mail("A@mail.example", "mail.example")
    assert real == mail("a@mail.example", "mail.example") != mail("a@mail.example")
    assert mail("a@mail.example", "other.example") == mail("a@mail.example")


def test_a_domain_counts_only_where_it_is_vouched_for_and_somebodys_own() -> None:
    sender = Party(PartyKind.EMAIL, "a@mail.example")
    assert appearance(message(Channel.EMAIL, sender), Origin()).domain == 0
    assert appearance(message(Channel.EMAIL, sender), Origin(authenticated_domain="mail.example")).domain
    assert appearance(message(Channel.EMAIL, sender), Origin(authenticated_domain="gmail.com")).domain == 0


def test_a_number_that_is_signed_for_is_not_the_one_that_anybody_may_set() -> None:
    caller = Party(PartyKind.PHONE, "+12025550199")
    calls = [
        Call(answered=True),
        Call(attestation="B"),
        Call(attestation="A"),
        Call(attestation="A", verification="failed"),
    ]
    plain, partly, signed, broken = (appearance(message(Channel.VOICE, caller, call=call), Origin()) for call in calls)
    assert plain.sender == partly.sender == broken.sender != signed.sender
    assert len({each.caller for each in (plain, signed)}) == 1


def test_who_is_called_is_known_again_when_they_call() -> None:
    called = appearance(message(Channel.VOICE, Party(PartyKind.PHONE, "+12025550199"), recipients=(ME,)), Origin())
    calls = appearance(message(Channel.VOICE, ME), Origin())
    assert called.recipients == (calls.caller,)


@pytest.mark.parametrize(
    ("call", "outcome"),
    [
        (Call(answered=True, talk_seconds=9), "answered"),
        (Call(ring_seconds=2, answered=False), "rang_once"),
        (Call(ring_seconds=2), "rang_once"),
        (Call(ring_seconds=25, answered=False), "rang"),
        (Call(answered=False), "rang"),
        (Call(), ""),
    ],
)
def test_how_a_call_ended(call: Call, outcome: str) -> None:
    assert appearance(message(Channel.VOICE, ME, call=call), Origin()).outcome == outcome


def test_by_which_way_a_name_came() -> None:
    name = Party(PartyKind.ALPHANUMERIC, "Bank")
    centres = [appearance(message(sender=name, headers=(("SMSC", at),)), Origin()).network for at in ("+1", "+1", "+2")]
    assert centres[0] == centres[1] != centres[2]
    assert appearance(message(sender=name), Origin()).network == 0
    assert appearance(message(sender=ME, headers=(("SMSC", "+1"),)), Origin()).network == 0, "people travel"


def test_mobile_numbers_and_young_accounts_are_told() -> None:
    seen = Origin(sightings=(Sighting("number_kind", "mobile", "number_plan", 0.9),))
    assert appearance(message(sender=ME), seen).is_mobile
    assert not appearance(message(sender=ME), Origin()).is_mobile
    at = datetime(2026, 11, 20, tzinfo=UTC)
    for born, is_young in (("2026-11-02", True), ("2020-01-01T00:00:00Z", False), ("2027-01-01", False), ("x", False)):
        post = message(Channel.SOCIAL, Party(PartyKind.HANDLE, "@a"), sent_at=at, headers=(("Account-Created", born),))
        assert appearance(post, Origin()).is_young is is_young


@given(st.text(max_size=60), st.sampled_from(PartyKind), st.sampled_from(Channel), st.text(max_size=20))
def test_a_stored_report_shows_the_same_sender(value: str, kind: PartyKind, channel: Channel, domain: str) -> None:
    shown = appearance(message(channel, Party(kind, value)), Origin(authenticated_domain=domain))
    again = of_sender(kind, value, domain)
    assert (shown.sender, shown.domain) == (again.sender, again.domain)
