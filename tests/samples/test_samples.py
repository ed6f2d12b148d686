"""What is shipped to make a new node worth looking at: varied, lively, harmless, the same every time."""

import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import cache

import msgspec
import phonenumbers
import pytest

from spamatlas import samples
from spamatlas.model import Channel, Message, Rejected, Submission
from spamatlas.parse import parse
from spamatlas.samples.campaign import Campaign, _read
from spamatlas.samples.people import NUMBERS
from spamatlas.samples.writing import JSON

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
RESERVED_HOSTS = re.compile(r"(?:.+\.)?(?:example|test|example\.(?:com|net|org))")
KEPT_FOR_FICTION = {"AU", "CA", "DE", "SE", "US"}
RESERVED_ADDRESSES = re.compile(r"192\.0\.2\.|198\.51\.100\.|203\.0\.113\.|2001:db8:")


@cache
def loaded() -> tuple[Submission, ...]:
    return tuple(samples.load(NOW, 1))


@cache
def read() -> tuple[dict[str, Message], Counter[str]]:
    messages, refused = {}, Counter[str]()
    for each in loaded():
        try:
            messages[each.id] = parse(each)
        except Rejected as why:
            refused[why.code] += 1
    return messages, refused


def test_ids_stay_and_dates_move_with_the_loading() -> None:
    later = list(samples.load(NOW + timedelta(days=40), 1))
    assert {each.id for each in later} == {each.id for each in loaded()}
    assert len({each.id for each in loaded()}) == len(loaded())
    assert later[0].received_at - loaded()[0].received_at == timedelta(days=40)
    assert list(samples.load(NOW, 1)) == list(loaded())
    assert [each.body for each in samples.load(NOW, 2)] != [each.body for each in loaded()]


def test_a_new_node_has_fourteen_days_and_something_right_now() -> None:
    times = [each.received_at for each in loaded()]
    assert times == sorted(times)
    assert NOW - timedelta(days=14) <= times[0] < NOW - timedelta(days=13)
    assert NOW - timedelta(minutes=15) < times[-1] < NOW
    assert 1_500 <= len(times) <= 3_500
    assert sum(time > NOW - timedelta(hours=1) for time in times) >= 30
    days = Counter((NOW - time).days for time in times)
    assert set(days) == set(range(14))
    assert min(days.values()) >= 20


def test_every_channel_and_many_languages_and_countries_are_there() -> None:
    assert {each.channel for each in samples.campaigns()} == set(Channel) - {Channel.OTHER}
    assert {each.language for each in samples.campaigns()} >= {"ar", "en", "es", "fr", "ru", "zh"}
    assert len({each.language for each in samples.campaigns()}) >= 12
    assert len(samples.campaigns()) >= 25
    assert len({country for each in samples.campaigns() for country in each.countries}) >= 25


def test_some_of_it_was_wanted() -> None:
    wanted = sum(each.reports for each in samples.campaigns() if each.wanted)
    assert 0.08 < wanted / len(loaded()) < 0.3


def test_reporters_are_many_and_each_country_has_some() -> None:
    assert len({each.reporter for each in loaded()}) > 100
    for campaign in samples.campaigns():
        if campaign.reports >= 40:
            filed = {each.reporter for each in loaded() if each.caller_id.startswith(f"sample-{campaign.name}-")}
            assert len(filed) >= 5, campaign.name


def test_all_is_marked_and_nothing_else_is_said_of_it() -> None:
    assert all(each.sample for each in loaded())
    assert {each.media_type for each in loaded()} == {JSON, "message/rfc822", "application/vnd.example.voicemail"}


def test_all_but_the_broken_ones_are_read() -> None:
    messages, refused = read()
    assert len(loaded()) - len(messages) == sum(refused.values()) == 5
    assert {"unknown-media-type", "no-text"} <= set(refused)
    mails = [each for each in messages.values() if each.channel is Channel.EMAIL]
    assert all(each.hops and each.sender and each.recipients and each.text and each.authentication for each in mails)
    assert any(each.attachments for each in mails)
    assert any(each.call and each.call.ring_seconds and each.call.answered is False for each in messages.values())


def test_nobody_real_is_named() -> None:
    for message in read()[0].values():
        for link in message.links:
            assert RESERVED_HOSTS.fullmatch(link.host), link.host
        for hop in message.hops:
            assert RESERVED_ADDRESSES.match(hop.address), hop.address
        for party in (message.sender, message.reply_to, *message.recipients):
            if party and "@" in party.value.lstrip("@"):
                assert RESERVED_HOSTS.fullmatch(party.value.rpartition("@")[2])
        for number in message.numbers:
            assert number.country in KEPT_FOR_FICTION, message.text


@pytest.mark.parametrize(("country", "pattern"), NUMBERS.items())
@pytest.mark.parametrize("digit", "0123456789")
def test_numbers_have_a_country_and_no_subscriber(country: str, pattern: str, digit: str) -> None:
    number = phonenumbers.parse(pattern.replace("#", digit))
    assert country in phonenumbers.region_codes_for_country_code(number.country_code)
    assert not phonenumbers.is_valid_number(number) or country in KEPT_FOR_FICTION


def test_no_place_is_left_open() -> None:
    left = re.compile(rb"\{\w+\}|##")
    assert [each.caller_id for each in loaded() if left.search(each.body)] == []


def test_variants_differ() -> None:
    for campaign in samples.campaigns():
        bodies = [
            msgspec.json.decode(each.body).get("text", "")
            for each in loaded()
            if each.media_type == JSON and each.caller_id.startswith(f"sample-{campaign.name}-")
        ]
        if campaign.fill and bodies:
            assert len(set(bodies)) > 1, campaign.name


def test_a_wrong_file_is_named() -> None:
    with pytest.raises(ImportError, match=r"samples/campaigns/oops\.toml"):
        _read("oops.toml", 'channel = "pigeon"')


def test_shapes_end_where_they_say() -> None:
    exploding = next(each for each in samples.campaigns() if each.name == "parcel_fee_en")
    assert isinstance(exploding, Campaign)
    hours = [
        (NOW - each.received_at).total_seconds() / 3600
        for each in loaded()
        if each.caller_id.startswith("sample-parcel_fee_en-")
    ]
    first, last = exploding.hours
    assert all(last <= each <= first for each in hours)
    assert sum(each < (first - last) / 4 for each in hours) > 0.7 * len(hours), "most of it came at the end"
