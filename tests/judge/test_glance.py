"""A glance at wording is about what a reading of it says, of a whole text and of any part."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spamatlas.judge import Judge
from spamatlas.judge.glance import Glance, wording
from spamatlas.judge.scores import fused, scores, see
from spamatlas.model import Channel, Message

TEXTS = (
    "Your parcel is waiting. Pay the customs fee of 1.99 within 12 hours: http://parcel-fee.example/pay",
    "Congratulations! You have been chosen to receive 500,000 USD. Send your bank details to claim your prize now.",
    "Thanks, I have read the minutes. Could we talk about the heating on Tuesday, after the meeting with Karin?",
    "พัสดุของคุณถูกระงับ กรุณายืนยันที่อยู่ภายใน 24 ชั่วโมง http://parcel.example",
    "",
)


@pytest.mark.parametrize("channel", [Channel.EMAIL, Channel.SMS])
def test_a_glance_is_near_a_reading(channel: Channel) -> None:
    judge = Judge.load()
    messages = [Message(submission_id="", channel=channel, text=text) for text in TEXTS]
    seen = see(messages, None)
    read = fused(judge.weights, seen, scores(judge.weights, seen)).sum(axis=1)
    glanced = Glance(judge.weights, seen.wording, range(len(TEXTS)), int(channel is not Channel.EMAIL), 50).wholes()
    told = abs(read) > 4
    assert told.sum() >= 3
    assert (np.sign(glanced[told]) == np.sign(read[told])).all()


@given(st.lists(st.text(alphabet="ab 1กข漢😀$", max_size=40), min_size=1, max_size=5), st.integers(1, 50))
def test_the_steps_of_a_text_are_all_of_it(texts: list[str], step: int) -> None:
    weights, read, rows = Judge.load().weights, wording(texts), range(len(texts))
    glance = Glance(weights, read, rows, 1, step)
    assert glance.lengths.tolist() == [len(text.encode("utf-16-le")) // 2 for text in texts]
    assert np.diff(glance.steps).tolist() == [max(-(-length // step), 1) for length in glance.lengths.tolist()]
    assert glance.wholes().tolist() == pytest.approx(Glance(weights, read, rows, 1, 1_000).wholes().tolist())


@given(st.lists(st.text(alphabet="ab 1กข漢😀$", max_size=40), min_size=1, max_size=5), st.data())
def test_a_glance_at_a_text_is_the_same_whatever_else_was_read(texts: list[str], data: st.DataObject) -> None:
    weights = Judge.load().weights
    rows = data.draw(st.lists(st.sampled_from(range(len(texts))), min_size=1, unique=True).map(sorted))
    among = Glance(weights, wording(texts), rows, 1, 7)
    alone = [Glance(weights, wording([texts[row]]), [0], 1, 7) for row in rows]
    assert among.wholes().tolist() == pytest.approx([each.wholes()[0] for each in alone])


def test_of_two_parts_the_one_of_spam_has_more() -> None:
    glance = Glance(Judge.load().weights, wording([f"{TEXTS[2]} {TEXTS[1]}"]), [0], 0, len(TEXTS[2]))
    wanted, spam = glance.parts(np.array([0, 1]), np.array([1, 3])).tolist()
    assert spam > glance.wholes()[0] > wanted
