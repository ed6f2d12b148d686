"""A glance at wording is about what a reading of it says, of a whole text and of any part."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spamatlas.judge import Judge
from spamatlas.judge.glance import Glance
from spamatlas.judge.reading import content
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
    texts = [content(message) for message in messages]
    glanced = Glance(judge.weights, texts, int(channel is not Channel.EMAIL)).wholes()
    told = abs(read) > 2
    assert told.sum() >= 3
    assert (np.sign(glanced[told]) == np.sign(read[told])).all()


@given(st.lists(st.text(alphabet="ab 1กข漢😀$", max_size=40), min_size=1, max_size=5))
def test_a_part_is_what_it_is_alone_but_for_its_edges(texts: list[str]) -> None:
    glance = Glance(Judge.load().weights, texts, 1)
    assert glance.wholes().tolist() == glance.parts(glance.starts, glance.starts + glance.lengths).tolist()
    assert np.isfinite(glance.wholes()).all()
    assert glance.lengths.tolist() == [len(text.encode("utf-16-le")) // 2 for text in texts]


def test_of_two_parts_the_one_of_spam_has_more() -> None:
    glance = Glance(Judge.load().weights, [f"{TEXTS[2]} {TEXTS[1]}"], 0)
    start, cut = glance.starts[0], len(TEXTS[2])
    wanted, spam = glance.parts(
        np.array([start, start + cut]), np.array([start + cut, start + glance.lengths[0]])
    ).tolist()
    assert spam > glance.wholes()[0] > wanted
