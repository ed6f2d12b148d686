"""Spam below a long innocent beginning, or below what looks like a list's footer."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spamatlas.judge import Judge
from spamatlas.judge.careful import reconsidered
from spamatlas.judge.later import MOST_PASSAGES, passages
from spamatlas.judge.passage import LATER
from spamatlas.model import CallToAction, Category, Channel, Lure, Meaning, Message, Opinion, Origin

TALK = (
    "Thanks for the minutes of Tuesday. I read them on the train and have two small remarks. The heating in room four "
    "is to be looked at by Karin, not by me, and the date of the next meeting is the 14th. The children liked the "
    "museum, by the way; the older one now wants to build a mill. Could you send me the plan of the garden again? "
)
ASK = (
    "Dear customer, your mailbox has been suspended because of unusual activity. Verify your account within 24 hours "
    "or all your messages will be deleted permanently. Click here to confirm your password now: "
    "http://account-verify.example/login Congratulations, you also won a prize of 500,000 USD, claim it today."
)
FOOTER = "\n" + "_" * 47 + "\nGarden mailing list\nunsubscribe at https://lists.example.org/garden\n"


def opinion(text: str, channel: Channel = Channel.EMAIL) -> Opinion:
    message = Message(submission_id="1", channel=channel, subject="Re: minutes", text=text)
    return Judge.load().weigh([message], [Origin()])[0]


def codes(judged: Opinion) -> set[str]:
    return {each.code for each in judged.reasons}


@dataclass(frozen=True)
class Hidden:
    name: str
    text: str


HIDDEN = (
    Hidden("below long talk", TALK * 12 + "\n\n" + ASK),
    Hidden("between long talk", TALK * 12 + "\n\n" + ASK + "\n\n" + TALK * 3),
    Hidden("below a footer", TALK * 2 + FOOTER + "\n" + ASK),
    Hidden("below many lines that are empty", TALK + "\n" * 4000 + ASK),
)


@pytest.mark.parametrize("hidden", HIDDEN, ids=lambda each: each.name)
def test_what_stands_further_down_is_judged_by_itself(hidden: Hidden) -> None:
    alone, found = opinion(ASK), opinion(hidden.text)
    assert alone.spam > 0.9
    assert LATER in codes(found)
    assert found.spam > 0.6
    assert found.spam < alone.spam
    assert found.category is alone.category


@pytest.mark.parametrize("long", [900, 2_900, 10_000])
def test_a_long_subject_hides_nothing(long: int) -> None:
    room = max(2_900 - long, 0)
    text = f"{(TALK * 12)[:room]}\n\n{ASK}"
    message = Message(submission_id="1", channel=Channel.EMAIL, subject=(TALK * 40)[:long], text=text)
    found = Judge.load().weigh([message], [Origin()])[0]
    assert LATER in codes(found)
    assert found.spam > 0.6


@pytest.mark.parametrize("text", [TALK * 12, TALK * 3 + FOOTER, TALK * 12 + FOOTER, ASK])
def test_what_is_alike_throughout_is_judged_by_its_beginning(text: str) -> None:
    assert LATER not in codes(opinion(text))


def test_the_weights_still_add_up() -> None:
    found = opinion(HIDDEN[0].text)
    odds = sum(each.weight for each in found.reasons)
    assert found.spam == pytest.approx(1 / (1 + 2.718281828**-odds), abs=0.01)


def test_a_batch_gives_what_one_at_a_time_gives() -> None:
    messages = [Message(submission_id="", channel=Channel.EMAIL, text=each.text) for each in HIDDEN]
    messages.insert(1, Message(submission_id="", channel=Channel.SMS, text="See you at six"))
    together = Judge.load().weigh(messages, [Origin()] * len(messages))
    alone = [Judge.load().weigh([each], [Origin()])[0] for each in messages]
    assert [each.spam for each in together] == pytest.approx([each.spam for each in alone], abs=1e-4)


def test_what_the_beginning_means_does_not_outweigh_what_stands_further_down() -> None:
    found = opinion(HIDDEN[0].text)
    wanted = Meaning(Channel.EMAIL, -6.0, 0.8, Category.NOT_SPAM, Lure.NONE, CallToAction.NONE)
    assert reconsidered(found, wanted) is found


def test_of_a_huge_text_the_pieces_with_links_are_read() -> None:
    many = TALK * 400 + "http://a.example/1 http://b.example/2 " + TALK * 400
    found = passages(Message(submission_id="", channel=Channel.EMAIL, text=many))
    assert len(found) == MOST_PASSAGES
    assert any("http://b.example/2" in each.message.text for each in found)


@given(st.text(alphabet="_-=\n ax", max_size=6000), st.sampled_from([Channel.EMAIL, Channel.SMS]))
def test_any_text_is_cut_into_few_pieces(text: str, channel: Channel) -> None:
    found = passages(Message(submission_id="", channel=channel, text=text))
    assert len(found) <= MOST_PASSAGES
    assert all(len(each.message.text) <= 602 for each in found)
