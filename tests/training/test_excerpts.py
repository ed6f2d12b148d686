import numpy as np
import pytest
from training.bars import is_real_mail
from training.examples import Example, text_message
from training.excerpts import MOST, excerpts_of, with_excerpts
from training.features import balanced, gather
from training.fit import fit_fusion

from spamatlas.judge.excerpts import CUTS
from spamatlas.judge.reading import content

LETTER = " ".join(f"On day {day} we walked to the lake and back, had soup, and slept well." for day in range(1, 40))


def mail(text: str, *, is_spam: bool = False) -> Example:
    message = text_message({"channel": "email", "text": text})
    return Example(message=message, is_spam=is_spam, source="own-mail", family="own-mail:a", place="a.example")


def test_parts_stand_in_the_mail_and_are_as_wide_as_a_judge_cuts() -> None:
    letter = mail(LETTER)
    parts = excerpts_of(letter)
    assert len(parts) == MOST
    assert all(part.text in content(letter.message) and part.channel == "email" for part in parts)
    assert all(0.7 * CUTS[0].width < len(part.text) < 2.3 * CUTS[0].width for part in parts)
    assert parts == excerpts_of(mail(LETTER)), "the same each time"


@pytest.mark.parametrize("other", [mail("See you at noon."), mail(LETTER, is_spam=True)], ids=["short", "spam"])
def test_what_is_short_or_spam_has_none(other: Example) -> None:
    assert list(with_excerpts([other], 0.3)) == [other]


def test_a_text_message_has_none() -> None:
    text = Example(message=text_message({"channel": "sms", "text": LETTER}), is_spam=False, source="own", family="b")
    assert list(with_excerpts([text], 0.3)) == [text]


def test_parts_share_a_weight_are_held_out_with_their_mail_and_measure_nothing() -> None:
    letter, *parts = with_excerpts([mail(LETTER)], 0.3)
    assert not letter.is_copy
    assert sum(part.share for part in parts) == pytest.approx(0.3)
    assert {(part.family, part.place, part.source) for part in parts} == {(letter.family, letter.place, letter.source)}
    assert all(part.is_copy and not part.is_pasted for part in parts)
    assert not is_real_mail(parts).any()


def test_parts_are_kept_from_every_fusion() -> None:
    spam = mail("Pay the fee at once, or your account is closed.", is_spam=True)
    texts = gather(list(with_excerpts([mail(LETTER), spam], 0.3)))
    before = np.tile([1, -2.0, -1, -1], (len(texts.spam), 1))
    before[-1] = [1, 2.0, 1, 1]
    moved = before.copy()
    moved[1:-1, 1] = 9.0
    assert (fit_fusion(before, texts) == fit_fusion(moved, texts)).all()


def test_whole_mails_weigh_the_same_beside_their_parts() -> None:
    mails = [mail(LETTER), mail("Pay the fee at once, or your account is closed.", is_spam=True)]
    alone, beside = balanced(mails), balanced(list(with_excerpts(mails, 0.3)))
    assert [beside[0], beside[-1]] == pytest.approx(alone.tolist())
    assert beside[1:-1].sum() == pytest.approx(0.3 * alone[0])
