import numpy as np
import pytest
from benchmarks.quality.orders import Mail, ordered
from benchmarks.quality.peers import reached
from benchmarks.quality.study import Measured, Study, odds_by
from benchmarks.quality.tables.held_out import language_of, received
from benchmarks.quality.tables.wanted import look_alikes
from training.examples import Example, own, text_message
from training.fit import Texts, gather

from spamatlas.judge import Judge, Profile, grams
from spamatlas.model import Channel, Message

SPAM = ("win a prize now", "claim your prize today", "free prize inside", "prize draw for you", "your prize waits")
HAM = ("see you at nine", "lunch at nine then", "home by nine", "nine is fine", "meet me at nine")
STRANGE = "zyxwvut qponmlk zyxwvut"


def example(text: str, is_spam: bool) -> Example:
    message = text_message({"channel": "sms", "text": text})
    return Example(message=message, is_spam=is_spam, source="own", family=text)


class Small(Study):
    """A study of a dozen texts, without the corpora."""

    def __init__(self, texts: Texts) -> None:
        self.texts = texts  # type: ignore[misc]
        self.judge, self.profile = Judge.load(), Profile.load("neutral")
        self._sets, self._without, self._made = {}, {}, {}


@pytest.fixture(scope="module")
def small() -> Small:
    examples = [example(text, True) for text in (*SPAM, STRANGE)] + [example(text, False) for text in HAM]
    return Small(gather(examples))


def test_the_arithmetic_is_that_of_the_judge() -> None:
    # Of what is very short the judge says less than its scorers, which fits do not know: here all is said thrice.
    said = (*SPAM, *HAM, "Pay at https://a.example/x now!!!", "请点击下面的链接领取您的奖品")
    examples = [example(f"{text}. {text}. {text}", True) for text in said]
    judge = Judge.load()
    told = judge.log_odds([each.message for each in examples], [each.origin for each in examples])
    assert odds_by(judge.weights, gather(examples)) == pytest.approx(told, abs=0.02)


def test_a_fit_without_a_text_has_learnt_nothing_of_it(small: Small) -> None:
    row = len(SPAM)
    others = small.texts.grams[np.delete(np.arange(11), row)].indices
    only = np.setdiff1d(small.texts.grams[row].indices, others)
    away = np.zeros(11, bool)
    away[row] = True
    assert len(only)
    without, whole = small.without(away), small.without(np.zeros(11, bool))
    for_texts = only + grams.SIZE  # that for mail reads nothing that one family alone has
    for places in (only, for_texts):
        assert not without.grams[places].any() and not without.gram_odds[places].any()
    assert whole.grams[for_texts].any() and whole.gram_odds[for_texts].any()


def test_each_text_is_answered_by_a_fit_without_its_fold(small: Small) -> None:
    assert sorted(row for fold in small.folds for row in fold.rows) == list(range(11))
    for fold in small.folds:
        assert not set(fold.rows) & set(fold.kept) and len(fold.rows) + len(fold.kept) == 11
    # No other text shares a word with it, so the counted words that had not read it say nothing.
    assert small.answers[len(SPAM), 3] == 0


def test_what_is_made_once_is_made_once(small: Small) -> None:
    made: list[int] = []
    for _ in range(2):
        assert small.once("x", lambda: made.append(1) or 7) == 7
    assert made == [1]


def test_a_peer_is_over_the_bar_that_it_reaches() -> None:
    assert (reached([4.9, 5.0, 5.1]) > 5.0).tolist() == [False, True, True]


def test_look_alikes_are_counted_at_the_bar() -> None:
    odds, is_spam = np.array([3.0] * 9 + [0.0] + [3.0] * 4 + [0.0] * 6), np.array([True] * 10 + [False] * 10)
    assert look_alikes(Measured([], [], odds, is_spam), 2.0) == ("90.0 % caught, 4 of 10", False)
    odds[10] = 0
    assert look_alikes(Measured([], [], odds, is_spam), 2.0) == ("90.0 % caught, 3 of 10", True)


def test_an_order_is_by_seed_and_digest_alone() -> None:
    nothing = Message(submission_id="", channel=Channel.EMAIL)
    mails = [Mail(f"{number:064x}", False, nothing, b"") for number in range(50)]
    first = [mail.digest for mail in ordered(mails, 3)]
    assert first == [mail.digest for mail in ordered(mails[::-1], 3)]
    assert first != [mail.digest for mail in ordered(mails, 4)] and set(first) == {mail.digest for mail in mails}


def test_every_text_of_our_own_has_a_language() -> None:
    texts = list(own())
    assert all(language_of(each) for each in texts)
    assert {"de", "fr", "es", "pt", "zh", "ko"} <= {language_of(each) for each in texts}
    assert language_of(example("x", False)) == ""


def test_a_comment_has_the_date_of_its_set() -> None:
    assert received(Message(submission_id="a", channel=Channel.SOCIAL), {}) is None
