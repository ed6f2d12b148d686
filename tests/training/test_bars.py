import numpy as np
import pytest
from training.bars import bars, is_real_mail
from training.examples import Example, place_of, text_message
from training.folds import folds_of

from spamatlas.model import Channel, Message, Party, PartyKind


def mail(sender: str = "ann@shop.example", **headers: str) -> Message:
    return Message(
        submission_id="",
        channel=Channel.EMAIL,
        text="hello",
        sender=Party(PartyKind.EMAIL, sender),
        headers=tuple((name.replace("_", "-"), value) for name, value in headers.items()),
    )


def example(message: Message, is_spam: bool = False, source: str = "public", place: str = "") -> Example:
    return Example(message=message, is_spam=is_spam, source=source, family=message.text, place=place)


@pytest.mark.parametrize(
    ("message", "place"),
    [
        (mail(List_Id="Friends of tea <tea.lists.example>"), "tea.lists.example"),
        (mail(list_id="<tea.lists.example>", List_Post="<mailto:tea@lists.example>"), "tea.lists.example"),
        (mail(List_Post="<mailto:tea@lists.example>"), "mailto:tea@lists.example"),
        (mail("Ann@Shop.Example"), "shop.example"),
        (Message(submission_id="", channel=Channel.EMAIL), ""),
    ],
)
def test_a_mail_is_of_its_list_or_else_of_its_senders_domain(message: Message, place: str) -> None:
    assert place_of(message) == place


def test_one_place_keeps_to_one_fold_and_our_families_to_theirs() -> None:
    listed = [example(text_message({"channel": "email", "text": str(at)}), place="a:list") for at in range(40)]
    ours = [example(text_message({"channel": "email", "text": str(at)}), source="own-mail") for at in range(40)]
    assert len(set(folds_of(listed))) == 1
    assert len(set(folds_of(ours))) > 1


def test_what_we_wrote_and_other_channels_are_no_real_mail() -> None:
    text = text_message({"channel": "sms", "text": "hello"})
    every = [example(mail()), example(mail(), source="own-mail"), example(text), example(mail(), source="own")]
    assert is_real_mail(every).tolist() == [True, False, False, False]


def test_a_budget_is_spent_on_real_hams() -> None:
    real = [example(mail(), is_spam=at >= 100) for at in range(200)]
    ours = [example(mail(), source="own-mail") for _ in range(200)]
    odds = np.concatenate((np.linspace(-4, -2, 100), np.linspace(-1, 3, 100), np.full(200, 9.0)))
    told = {line.partition(" ham ")[0].strip(): line for line in bars([*real, *ours], odds)}
    assert "caught 100.0%" in told["real mail"]
    assert "caught 0.0%" in told["mail"]
    assert "own-mail" not in told
