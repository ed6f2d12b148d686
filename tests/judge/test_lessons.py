"""Lessons: lopsided ones drown nobody, copies of one are ruled by it, and it comes off again."""

import random
from pathlib import Path

import msgspec
import pytest

from spamatlas.judge import PUBLIC, Judge, Learned, take
from spamatlas.model import Channel, Message, Origin, Party, PartyKind
from spamatlas.parse.links import links_in

EVERYDAY = (
    "your", "the", "is", "ready", "today", "at", "for", "with", "statement", "order", "now", "and", "to", "view",
    "in", "app", "delivery", "message", "we", "have", "on", "monday", "please", "call",
)  # fmt: skip


def text(words: str) -> Message:
    return Message(submission_id="x", channel=Channel.SMS, text=words)


def opinion(message: Message):
    return Judge.load().weigh([message], [Origin()])[0]


def taught(spam: int, ham: int) -> Judge:
    """A judge that people told everyday texts, so many of each kind, the larger kind first."""
    draw, judge = random.Random(f"{spam}:{ham}"), Judge.load()
    begins = {True: ("Verify your account", "Claim the prize"), False: ("See you", "Please bring it")}
    for is_spam, number in sorted(((True, spam), (False, ham)), key=lambda each: -each[1]):
        for _ in range(number):
            said = f"{draw.choice(begins[is_spam])} {' '.join(draw.sample(EVERYDAY, 8))}"
            judge.learned.learn(take([text(said)])[0], is_spam)
    return judge


@pytest.mark.parametrize(("spam", "ham"), [(88, 3), (20, 3), (3, 88), (4, 118), (88, 0)])
def test_lopsided_lessons_move_what_they_did_not_tell_of_by_little(spam: int, ham: int) -> None:
    others = (
        "Your statement is ready to view in the app",
        "The order is on delivery today",
        "Please call me on monday",
    )
    judge = taught(spam, ham)
    assert all(abs(judge.learned.believed(each)) < 0.6 for each in take([text(words) for words in others]))


def test_what_is_believed_is_bounded_until_there_is_much_of_each_kind() -> None:
    message = text("Claim the prize now and verify your account today")
    few, many = (taught(number, number).learned for number in (40, 400))
    (taken,) = take([message])
    assert 0.5 < few.believed(taken) <= few.manner.most < many.believed(taken)


def test_an_exact_copy_of_a_lesson_is_ruled_by_it_at_once_and_no_more_after_it_is_undone() -> None:
    words = "Hi dad, new number, lost my old one, are you home?"
    judge = Judge.load()
    before, (taken,) = opinion(text(words)), take([text(words)])
    lesson = judge.learned.learn(taken, is_spam=True)
    told, other = judge.weigh([text(words), text(f"{words} x")], [Origin(), Origin()])
    assert told.spam >= 0.99
    assert sum(each.weight for each in told.reasons) == pytest.approx(4.6, abs=0.01)
    assert "taught" in {each.code for each in told.reasons}
    assert other == msgspec.structs.replace(opinion(text(f"{words} x")), model=other.model)
    judge.learned.learn(taken, is_spam=False)
    assert judge.learned.ruled(taken) is None, "who hears both is told nothing"
    judge.learned.forget(taken, lesson)
    assert judge.weigh([text(words)], [Origin()])[0].spam <= 0.01
    assert before.spam > 0.01


def test_a_copy_of_a_wanted_text_from_somebody_else_or_with_another_link_is_not_taken_for_it() -> None:
    def sent(words: str, sender: str) -> Message:
        party = Party(PartyKind.PHONE, sender)
        return msgspec.structs.replace(text(words), sender=party, links=tuple(links_in(words)))

    wanted, spam = "Your parcel comes today: https://post.example/a", "Pay the fee: https://fee.example/b"
    learned = Learned()
    for words, is_spam in ((wanted, False), (spam, True), ("Hello", True)):
        learned.learn(take([sent(words, "+447700900001")])[0], is_spam)

    def ruled(words: str, sender: str) -> bool | None:
        return learned.ruled(take([sent(words, sender)])[0])

    assert ruled(wanted, "+447700900001") is False
    assert ruled(wanted, "+447700900002") is None
    assert ruled("Your parcel comes today: https://post.example/b", "+447700900001") is None
    assert ruled(spam, "+447700900002") is True
    assert ruled("Hello", "+447700900001") is True
    assert ruled("Hello", "+447700900002") is None, "so short a text is anybody's"


def test_nothing_at_all_has_no_copies() -> None:
    assert take([Message(submission_id="x", channel=Channel.VOICE)])[0].marks == (0, 0)


def test_copies_are_kept_added_and_never_the_publics(tmp_path: Path) -> None:
    (taken,) = take([text("Hi dad, new number, lost my old one")])
    one, two, everybody = Learned(), Learned(), Learned(PUBLIC)
    for layer in (one, two, everybody):
        layer.learn(taken, is_spam=True)
    two.add(one)
    two.write(tmp_path / "two.npz")
    again = Learned.read(tmp_path / "two.npz")
    assert list(again.copies.values()) == [2]
    again.take_off(one)
    assert again.copies == one.copies
    assert not everybody.copies
    assert not again.common().copies
