"""A glance at wording is about what a reading of it says."""

import numpy as np
import pytest

from spamatlas.judge import Judge
from spamatlas.judge.reading import content
from spamatlas.judge.scores import fused, glance, scores, see
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
    glanced = glance(judge.weights, [content(message) for message in messages], int(channel is not Channel.EMAIL))
    assert np.isfinite(glanced).all()
    told = abs(read) > 2
    assert told.sum() >= 3
    assert (np.sign(glanced[told]) == np.sign(read[told])).all()
