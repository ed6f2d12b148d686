"""The hint that a machine may have written a text: what it sees, and that it moves nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spamatlas.judge import Judge, Profile, conclude, told, what_if
from spamatlas.judge.machine_written import hints
from spamatlas.model import Channel, Message, Origin

POLISHED = (
    "Dear Ms Meyer,\n\nI hope this message finds you well. We are excited to share the plan for the spring fair. "
    "We understand the importance of a good place for your stand. We are committed to a smooth day for every guest. "
    "Should you have any questions, please do not hesitate to call. We look forward to a fine weekend with you all.\n\n"
    "Kind regards\nAnna"
)
BY_HAND = (
    "Hi Tom,\n\nthanks. I hope this email finds you well, as they say! We moved the barbecue to Sunday because the "
    "weather on Saturday looks awful and half of the football team would not have made it back from the away game "
    "anyway. Bring chairs. Should you have any questions, ring me. Ok? See you.\n\nJo"
)


def _mail(text: str, channel: Channel = Channel.EMAIL) -> Message:
    return Message(submission_id="x", channel=channel, text=text)


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("As an AI language model, I can't know your balance, but please pay the fee today.", "an assistant's own"),
        ("Certainly! Here\u2019s a message to your customers:\n\nDear customer, pay today.", "an assistant's own"),
        ("Natürlich! Hier ist ein Entwurf:\n\nSehr geehrte Damen und Herren, bitte zahlen Sie.", "an assistant's own"),
        ("当然！以下是一封邮件：尊敬的客户，您的包裹已到达海关，请支付费用。", "an assistant's own"),
        ("بالتأكيد! إليك رسالة: عزيزي العميل، طردك في الجمارك.", "an assistant's own"),
        ("Dear customer, your parcel waits.\n\nBest regards,\n[Your Name]\n[Company]", "blanks"),
        ("Estimado cliente: su paquete espera.\n\nAtentamente,\n[Su nombre]", "blanks"),
        ("Guten Tag,\nIhr Paket wartet.\n\nMit freundlichen Grüßen\n[Ihr Name]", "blanks"),
        ("**Subject:** Your parcel\n\nYour parcel waits. **Act now** and pay.", "formatting"),
        ("## Your parcel\n\nIt waits at the customs. **Pay the fee** today.", "formatting"),
        (POLISHED, "stock phrases"),
    ],
)
def test_a_sign_is_said_in_words_and_called_weak(text: str, sign: str) -> None:
    (said,) = hints(_mail(text))
    assert said.code == "machine-written"
    assert said.text.startswith("It may be machine-written (a weak sign, not evidence): ")
    assert sign in said.text


@pytest.mark.parametrize(
    "text",
    [
        BY_HAND,
        "",
        "Please read the [PATCH 2/3] and [name@example.org]; see [1], [my bike] and [name](https://example.org).",
        "Certainly not! Here we go again with the heating.",
        "The cost is 2**3**2 and ** is the operator; # is a comment.",
        "#1 on the list is Anna, #2 is Ben. # of guests: 12",
    ],
)
def test_what_people_write_has_none(text: str) -> None:
    assert hints(_mail(text)) == ()


def test_marks_of_formatting_are_people_s_way_in_chats() -> None:
    text = "**Reminder** for all: the match is **today**"
    assert hints(_mail(text)) and not hints(_mail(text, Channel.IM))


def test_it_moves_no_odds_and_stands_last() -> None:
    judge = Judge.load()
    (opinion,) = judge.weigh([_mail(POLISHED)], [Origin()])
    (log_odds,) = judge.log_odds([_mail(POLISHED)], [Origin()])
    assert [each.weight for each in opinion.reasons if each.code == "machine-written"] == [0.0]
    assert opinion.reasons[-1].code == "machine-written"
    assert sum(each.weight for each in opinion.reasons) == pytest.approx(float(log_odds), abs=0.01)


@given(st.text(max_size=400), st.sampled_from(Channel))
def test_any_text_is_read(text: str, channel: Channel) -> None:
    assert len(hints(_mail(text * 3, channel))) <= 1


@pytest.mark.parametrize("sign", ["[", "[your ", "[your a", "**", "**a", "# a", "#\n", ".", "a.", "[ your / "])
def test_much_of_one_sign_is_read(sign: str) -> None:
    assert len(hints(_mail(sign * 100_000))) <= 1


def test_a_verdict_says_it_whatever_people_say_and_it_does_not_change_what_would() -> None:
    (opinion,) = Judge.load().weigh([_mail(POLISHED)], [Origin()])
    neutral = Profile.load()
    verdict = conclude(opinion, None, neutral)
    for each in (verdict, told(verdict, "spam"), told(verdict, "ham")):
        assert [one.weight for one in each.reasons if one.code == "machine-written"] == [0.0]
        assert "machine-written" not in {one.reason.code for one in what_if(each, neutral).alone}
