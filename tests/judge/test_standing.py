"""What was seen of a sender before, as reasons, and within bounds."""

from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spamatlas.judge import all_habits, with_standing
from spamatlas.judge.habit import Habit
from spamatlas.judge.standing import MOST
from spamatlas.model import Category, Channel, Opinion, Reason, Standing

REPORTED = Standing(kind="sender", messages=9, reporters=9, accusers=9)
BOX = Standing(kind="caller", messages=60, recipients=60, is_mobile=True, received=0)
RINGS = Standing(kind="caller", messages=12, recipients=12, rang_once=12)
SEEN = {
    "reported-sender": [REPORTED, Standing(kind="domain", messages=9, reporters=4, accusers=3, clearers=1)],
    "reported-anchor": [
        Standing(kind="anchor", reporters=3, accusers=3),
        Standing(kind="anchor", reporters=9, accusers=9, clearers=2),
    ],
    "familiar-sender": [Standing(kind="sender", messages=9, clearers=5, age_seconds=31 * 86_400)],
    "first-contact": [Standing(kind="sender")],
    "sim-box": [BOX],
    "shared-device": [Standing(kind="device", messages=30, senders=5)],
    "one-ring-series": [RINGS],
    "signer-of-many": [
        Standing(kind="signer", messages=22, senders=20),
        Standing(kind="signer", messages=9000, senders=64),
    ],
    "moved-name": [Standing(kind="caller", messages=5, networks=1, is_new_network=True)],
    "posting-in-step": [Standing(kind="words", messages=5, senders=5), Standing(kind="place", messages=9, senders=5)],
}
UNSEEN = {
    "reported-sender": [
        Standing(kind="sender", messages=900, reporters=2, accusers=2),
        Standing(kind="sender", messages=900, reporters=60, accusers=20, clearers=30),
    ],
    "reported-anchor": [
        Standing(kind="anchor", reporters=2, accusers=2),
        Standing(kind="anchor", reporters=5, accusers=5, clearers=1),
        Standing(kind="anchor", reporters=60, accusers=60, clearers=20),
        Standing(kind="sender", messages=2, reporters=2, accusers=2),
    ],
    "familiar-sender": [
        Standing(kind="sender", messages=9, clearers=5, age_seconds=86_400),
        Standing(kind="sender", messages=9, clearers=5, accusers=1, age_seconds=31 * 86_400),
    ],
    "first-contact": [Standing(kind="sender", messages=1), Standing(kind="domain")],
    "sim-box": [
        Standing(kind="caller", messages=60, recipients=60, is_mobile=True, received=20),
        Standing(kind="caller", messages=60, recipients=60),
        Standing(kind="caller", messages=60, recipients=8, is_mobile=True),
    ],
    "shared-device": [Standing(kind="device", messages=300, senders=2)],
    "one-ring-series": [
        Standing(kind="caller", messages=60, recipients=60, rang_once=12),
        Standing(kind="caller", messages=12, recipients=2, rang_once=12),
    ],
    "signer-of-many": [Standing(kind="signer", messages=900, senders=30)],
    "moved-name": [
        Standing(kind="caller", messages=50, networks=3, is_new_network=True),
        Standing(kind="caller", messages=50, networks=1),
    ],
    "posting-in-step": [Standing(kind="words", messages=50, senders=2), Standing(kind="place", messages=9, senders=4)],
}


def opinion(spam: float = 0.5, channel: Channel = Channel.SMS, category: Category = Category.OTHER) -> Opinion:
    odds = round(log(spam / (1 - spam)), 3)
    return Opinion(spam=spam, category=category, channel=channel, reasons=(Reason("wording", odds, "Its wording."),))


def codes(found: Opinion) -> set[str]:
    return {reason.code for reason in found.reasons} - {"wording"}


@pytest.mark.parametrize("habit", all_habits().values(), ids=lambda habit: habit.name)
def test_a_habit_shows_where_it_should_and_nowhere_else(habit: Habit) -> None:
    channel = min(habit.channels & {Channel.SMS, Channel.VOICE, Channel.SOCIAL})
    for standing in SEEN[habit.name]:
        assert habit.name in codes(with_standing(opinion(channel=channel), [standing])), standing
    for standing in UNSEEN[habit.name]:
        assert habit.name not in codes(with_standing(opinion(channel=channel), [standing])), standing


def test_a_gateway_of_cards_shows_more_the_less_it_moves_and_the_evener_it_is() -> None:
    still = Standing(kind="caller", messages=60, recipients=60, is_mobile=True, cells=1)
    even = Standing(kind="caller", messages=60, recipients=60, is_mobile=True, cells=1, gap_spread=0.1)
    found = [with_standing(opinion(), [standing]).spam for standing in (BOX, still, even)]
    assert found == sorted(set(found))


def test_nothing_known_changes_nothing() -> None:
    before = opinion()
    assert with_standing(before, ()) is before
    assert with_standing(before, [Standing(kind="domain", messages=3, reporters=1, accusers=1)]) is before


def test_one_reporter_alone_makes_no_sender_bad() -> None:
    for messages in (1, 100, 1_000_000):
        alone = Standing(kind="sender", messages=messages, reporters=1, accusers=1)
        assert with_standing(opinion(), [alone]) == opinion()


def test_a_call_of_which_nothing_is_heard_is_named_by_the_habit() -> None:
    silent = opinion(0.06, Channel.VOICE, Category.NOT_SPAM)
    assert with_standing(silent, [RINGS]).category is Category.PREMIUM
    assert with_standing(opinion(0.5, Channel.VOICE, Category.NUISANCE), [BOX]).category is Category.FRAUD
    assert with_standing(opinion(0.9, Channel.VOICE, Category.LOAN), [RINGS]).category is Category.LOAN
    assert with_standing(opinion(0.9, category=Category.NUISANCE), [REPORTED]).category is Category.NUISANCE


counts = st.integers(0, 10_000)
standings = st.builds(
    Standing,
    kind=st.sampled_from(["sender", "domain", "caller", "device", "signer", "words", "place"]),
    messages=counts,
    age_seconds=st.floats(0, 1e9),
    accusers=counts,
    clearers=counts,
    recipients=counts,
    senders=counts,
    networks=counts,
    is_mobile=st.booleans(),
    is_new_network=st.booleans(),
    rang_once=counts,
)


@given(st.lists(standings, max_size=6), st.sampled_from(Channel), st.floats(0.001, 0.999))
def test_all_that_was_seen_moves_the_odds_so_far_and_its_weights_add_up(
    seen: list[Standing], channel: Channel, spam: float
) -> None:
    before = opinion(spam, channel)
    after = with_standing(before, seen)
    moved = log(after.spam / (1 - after.spam)) - log(spam / (1 - spam))
    added = sum(reason.weight for reason in after.reasons) - before.reasons[0].weight
    assert abs(moved) <= MOST + 0.02
    assert moved == pytest.approx(added, abs=0.02)
