"""What one person who reports can move, however much that person says."""

import random

import pytest

from spamatlas.judge import PUBLIC, Judge, Learned, Profile, allowance, conclude, take
from spamatlas.model import Channel, Message, Origin, Ruling

WORDS = (
    "harbour", "lantern", "copper", "meadow", "violin", "saddle", "pepper", "granite", "feather", "compass", "orchard",
    "barrel", "thunder", "velvet", "pigeon", "walnut", "mirror", "anchor", "candle", "basket",
)  # fmt: skip
SPAM = ("win a free prize now", "claim your cash reward", "lowest price pills", "verify your account at once")
HAM = ("see you at lunch", "the meeting moved to monday", "thanks for the photos", "dinner is at seven")
CLEAR = (
    "Hi, running ten minutes late, order me a coffee please",
    "Minutes of the meeting are attached, thanks to all who came",
    "Mum, can you bring the blue coat when you come on Sunday?",
    "The meeting moved to monday, same room, bring the notes",
    "see you at lunch, I will bring the book back",
    "Your appointment with the dentist is on Tuesday at 10:15",
)
MOST_MOVED = 0.5
"""Log-odds. Found here to be at most 0.42, where 40 texts of each label were taught."""


def text(words: str) -> Message:
    return Message(submission_id="x", channel=Channel.SMS, text=words)


def honest(number: int) -> Learned:
    """``number`` lessons of each label by many people."""
    draw, layer = random.Random(number), Learned(PUBLIC)
    for _ in range(number):
        for phrases, is_spam in ((SPAM, True), (HAM, False)):
            said = f"{draw.choice(phrases)} {' '.join(draw.sample(WORDS, 3))}"
            layer.learn(take([text(said)])[0], is_spam)
    return layer


def poison(layer: Learned, lessons: int) -> int:
    """What one person who says of clear hams, and of nothing else, that they are spam brings in of ``lessons``."""
    taken = take([text(words) for words in CLEAR])
    counting = 0
    for turn in range(lessons):
        if counting < allowance(layer.texts[1]):
            layer.learn(taken[turn % len(taken)], True)
            counting += 1
    return counting


def rulings(layer: Learned, messages: list[Message]) -> list[Ruling]:
    judge, profile = Judge.load(), Profile.load("neutral")
    judge.public = layer
    return [conclude(each, None, profile).ruling for each in judge.weigh(messages, [Origin()] * len(messages))]


@pytest.mark.parametrize("number", [0, 3, 12, 20, 40, 60, 150, 400, 1_000])
def test_ten_thousand_false_lessons_of_one_person_move_little_and_flip_no_clear_ham(number: int) -> None:
    layer = honest(number)
    fixed = [text(words) for words in (*CLEAR, *SPAM, *HAM)]
    before, ruled = [layer.believed(each) for each in take(fixed)], rulings(layer, fixed)
    assert poison(layer, 10_000) <= 10
    after = [layer.believed(each) for each in take(fixed)]
    assert max(abs(one - other) for one, other in zip(before, after, strict=True)) <= MOST_MOVED
    assert rulings(layer, fixed) == ruled


def test_what_one_person_alone_taught_is_never_heard_but_what_many_taught_is() -> None:
    layer = honest(2_000)
    strange = take([text("zyxwv qponm kjihg fedcb")])[0]
    before = layer.believed(strange)
    for _ in range(allowance(10**9)):
        layer.learn(strange, True)
    assert layer.believed(strange) == before
    for _ in range(30):
        layer.learn(strange, True)
    assert 1.0 < layer.believed(strange) <= PUBLIC.most


def test_the_public_adds_little_and_says_so() -> None:
    judge = Judge.load()
    plain = judge.weigh([text("claim your cash reward walnut")], [Origin()])[0]
    judge.public = honest(600)
    told = judge.weigh([text("claim your cash reward walnut")], [Origin()])[0]
    (reason,) = [each for each in told.reasons if each.code == "public"]
    assert 0 < reason.weight <= PUBLIC.most
    assert told.spam > plain.spam
    assert told.model.endswith("~1200")


def test_the_allowance_grows_with_what_others_taught_and_no_further() -> None:
    assert [allowance(texts) for texts in (0, 399, 400, 1_000, 10**9)] == [3, 3, 4, 10, 10]
