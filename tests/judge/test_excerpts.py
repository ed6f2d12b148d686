"""A short spam between innocent sentences is found; innocent messages have no such part."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.judge.test_later import TALK, codes, opinion

from spamatlas.judge import Judge
from spamatlas.judge.excerpts import CUTS, MOST, Cut, excerpts
from spamatlas.judge.glance import Glance, Wording, wording
from spamatlas.judge.passage import PART
from spamatlas.model import Channel, Message, Origin

ASK = (
    "Dear customer, your mailbox has been suspended because of unusual activity. Verify your account within 24 hours "
    "or all your messages will be deleted permanently: http://account-verify.example/login"
)


@pytest.mark.parametrize(
    "text", [f"{TALK}\n\n{ASK}", f"{ASK}\n\n{TALK}", f"{TALK}\n{ASK}\n{TALK}", f"{TALK}{ASK} {TALK}"]
)
def test_innocent_sentences_do_not_outweigh_a_spam_among_them(text: str) -> None:
    found = opinion(text)
    assert PART in codes(found)
    assert found.spam > 0.6
    assert found.spam < opinion(ASK).spam
    assert found.category is opinion(ASK).category


@pytest.mark.parametrize("text", [TALK, TALK * 3, ASK])
def test_what_is_alike_throughout_has_no_part(text: str) -> None:
    assert PART not in codes(opinion(text))


def test_talk_does_not_outweigh_a_spam_in_a_text_message() -> None:
    ask = (
        "Mum its me, this is my new number, the old phone broke. Can you pay a bill for me today? Send 900 to 12-34-56"
    )
    talk = "I was at the lake with Tom on Sunday, it was lovely and we saw two herons. How is the garden, and the cat?"
    assert opinion(ask, Channel.SMS).spam > 0.6
    assert PART in codes(opinion(f"{talk} {ask} {talk}", Channel.SMS))


def test_a_batch_gives_what_one_at_a_time_gives() -> None:
    texts = [f"{TALK}\n\n{ASK}", "See you at six", TALK, f"{ASK} {TALK * 2}", ""]
    channels = [Channel.EMAIL, Channel.SMS, Channel.SMS, Channel.EMAIL, Channel.EMAIL]
    messages = [
        Message(submission_id="", channel=channel, text=text) for channel, text in zip(channels, texts, strict=True)
    ]
    together = Judge.load().weigh(messages, [Origin()] * len(messages))
    alone = [Judge.load().weigh([each], [Origin()])[0] for each in messages]
    assert [each.spam for each in together] == pytest.approx([each.spam for each in alone], abs=1e-4)


@given(st.lists(st.text(alphabet="ab c1กข漢😀\ud800$", max_size=900), min_size=1, max_size=3), st.sampled_from(CUTS))
def test_few_parts_are_cut_and_all_stand_in_their_text(texts: list[str], cut: Cut) -> None:
    glance = Glance(Judge.load().weights, wording(texts), range(len(texts)), 0, cut.step)
    found = list(excerpts(glance, texts, cut, np.full(len(texts), -99.0)))
    assert len(found) <= MOST * len(texts)
    for row, part in found:
        assert part.replace("\ud800", "") in texts[row].replace("\ud800", "")
        assert len(part) <= 2 * cut.width


def test_of_many_long_messages_few_are_looked_at_together(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[int] = []

    def watched(texts: Sequence[str]) -> Wording:
        looked.append(sum(map(len, texts)))
        return wording(texts)

    monkeypatch.setattr("spamatlas.judge.panel.wording", watched)
    messages = [Message(submission_id="", channel=Channel.EMAIL, text=TALK * 600) for _ in range(10)]
    found = Judge.load().weigh(messages, [Origin()] * 10)
    assert len({each.spam for each in found}) == 1
    assert len(looked) > 1
    assert max(looked) < 700_000
