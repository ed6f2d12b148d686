"""The judge as shipped: what it must say of plain cases, and that a batch changes nothing."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from spamatlas.judge import Judge, Learned, take
from spamatlas.judge.weights import SHIPPED
from spamatlas.model import CallToAction, Category, Channel, Message, Origin, PhoneNumber

JUDGE = Judge.load()


def text(words: str, channel: Channel = Channel.SMS, **more: object) -> Message:
    return Message(submission_id="x", channel=channel, text=words, **more)  # type: ignore[arg-type]


def opinion(message: Message):
    return JUDGE.weigh([message], [Origin()])[0]


@pytest.mark.parametrize(
    ("words", "is_spam"),
    [
        ("WINNER! You have been selected for a 900 pound prize reward. Call now to claim, 18+ only", True),
        ("Congratulations, your number won 500,000 in the draw. Send your name and bank to claim the prize", True),
        ("see you at lunch, I will bring the book back", False),
        ("ok, running late, start without me", False),
    ],
)
def test_plain_cases(words: str, is_spam: bool) -> None:
    assert (opinion(text(words)).spam > 0.5) is is_spam


@pytest.mark.parametrize(
    "words", ["hi there", "Hi there!", "hello", "Hello there", "test", "hey", "good morning", "你好"]
)
def test_a_text_that_says_nothing_is_not_suspect(words: str) -> None:
    assert opinion(text(words)).spam < 0.6


def test_only_what_speaks_for_spam_is_worth_less_in_a_few_words() -> None:
    few, more = opinion(text("hello")), opinion(text("free cash now, free cash now"))
    wording = {one.code: one.weight for one in few.reasons}["wording"]
    assert 0 < wording < 1, "a quarter of what the word alone would weigh"
    assert more.spam > 0.8
    assert opinion(text("ok")).spam < 0.05


def test_the_weights_of_the_reasons_add_up_to_the_odds() -> None:
    from math import log

    one = opinion(text("Free entry! Text WIN to 80085 to claim your prize"))
    assert abs(sum(reason.weight for reason in one.reasons) - log(one.spam / (1 - one.spam))) < 0.02


def test_a_batch_gives_what_one_at_a_time_gives() -> None:
    messages = [
        text(words) for words in ("", "привет, как дела", "Win cash now!!! http", "您的验证码是482913", "a" * 9000)
    ]
    together = JUDGE.weigh(messages, [Origin()] * len(messages))
    alone = [opinion(message) for message in messages]
    assert [one.spam for one in together] == pytest.approx([one.spam for one in alone], abs=1e-5)
    assert [one.category for one in together] == [one.category for one in alone]


def test_a_long_neighbour_changes_no_topic() -> None:
    short = [
        text("Win cash now!!! http"),
        text("Your parcel is held, pay the fee today at http://parcel-pay.example/1"),
    ]
    long = text("Win cash now!!! Claim your prize. " * 30)
    kinds = [(one.category, one.lure, one.call_to_action) for one in JUDGE.weigh([*short, long], [Origin()] * 3)]
    assert kinds[:2] == [(one.category, one.lure, one.call_to_action) for one in JUDGE.weigh(short, [Origin()] * 2)]
    assert all(category is not Category.NOT_SPAM for category, _, _ in kinds)


def test_nothing_to_read_is_said_and_judged_by_nothing() -> None:
    one = opinion(text(""))
    assert one.spam == 0.5
    assert [reason.code for reason in one.reasons if reason.code == "nothing-to-read"]


def test_disguise_changes_little() -> None:
    plain = opinion(text("claim your free prize now, call the agent today"))
    hidden = opinion(text("cl\u0430im your fr\u0435e pr\u200bize now, c a l l the agent tod\u0430y"))
    assert abs(plain.spam - hidden.spam) < 0.2 or hidden.spam > plain.spam


def test_a_dear_number_makes_the_call_back_premium() -> None:
    numbers = (PhoneNumber("+449061000000", "GB", "premium"),)
    one = opinion(text("You have won a prize! Call 09061000000 now to claim", numbers=numbers))
    assert one.category is not Category.NOT_SPAM
    assert one.call_to_action is CallToAction.PREMIUM_CALL_BACK


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("Your parcel could not be delivered because the address is incomplete", "en"),
        ("Ваша посылка задержана на таможне, оплатите пошлину", "ru"),
        ("Su paquete está retenido en la aduana, pague los gastos de envío", "es"),
        ("您的包裹因地址不详无法派送,请在24小时内点击更新", "zh"),
        ("\x00\x01 ", "und"),
    ],
)
def test_language(words: str, language: str) -> None:
    assert opinion(text(words)).language == language


@given(st.lists(st.text(max_size=300), max_size=5))
def test_any_texts_are_judged(texts: list[str]) -> None:
    for one in JUDGE.weigh([text(words) for words in texts], [Origin()] * len(texts)):
        assert 0 < one.spam < 1


@pytest.mark.timeout(30)  # A hundred times what they take: it ends what would never end.
@pytest.mark.parametrize(
    "words", ["a" * 1_000_000, "😀" * 100_000, "a.b " * 200_000, "x\u202e" * 100_000, "1 " * 300_000]
)
def test_texts_made_to_be_slow_come_to_an_end(words: str) -> None:
    assert 0 < opinion(text(words, Channel.EMAIL)).spam < 1


def test_the_model_is_small_and_needs_no_heavy_import() -> None:
    assert SHIPPED.stat().st_size < 20_000_000
    code = "import sys, spamatlas.judge; print([name for name in ('scipy', 'sklearn') if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert found.stdout.strip() == "[]"


def lessons() -> list[tuple[Message, bool]]:
    spam = ["buy the blue pills today", "blue pills at half the price", "cheap pills, buy today"]
    ham = ["the meeting is on monday", "thanks for the notes of the meeting", "see the notes before monday"]
    return [(text(words), True) for words in spam] + [(text(words), False) for words in ham]


def tables(learned: Learned) -> list[NDArray[np.integer]]:
    return [table.copy() for table in (learned.weights, learned.grams.seen, learned.words.seen)]


def test_feedback_is_learnt_and_undone_to_the_last_bit(tmp_path: Path) -> None:
    learned = Learned()
    before = [*tables(learned), list(learned.texts)]
    done = [(taken, learned.learn(taken, is_spam)) for message, is_spam in lessons() for taken in take([message])]
    assert (
        learned.log_odds(take([text("blue pills")])[0]) > 0 > learned.log_odds(take([text("notes of the meeting")])[0])
    )
    learned.write(tmp_path / "learned.npz")
    again = Learned.read(tmp_path / "learned.npz")
    assert all((one == other).all() for one, other in zip(tables(again), tables(learned), strict=True))
    assert again.texts == learned.texts
    for taken, lesson in done:
        learned.forget(taken, lesson)
    assert all((one == other).all() for one, other in zip(before[:-1], tables(learned), strict=True))
    assert learned.texts == before[-1]


def test_what_was_learnt_moves_the_opinion_and_halves_add(tmp_path: Path) -> None:
    halves = [Learned(), Learned()]
    for turn in range(60):
        for message, is_spam in lessons():
            halves[turn % 2].learn(take([message])[0], is_spam)
    halves[0].add(halves[1])
    halves[0].write(tmp_path / "learned.npz")
    told = Judge.load(tmp_path / "learned.npz")
    message = text("the blue pills")
    assert told.weigh([message], [Origin()])[0].spam > opinion(message).spam
    assert told.model == f"{JUDGE.model}+360"
