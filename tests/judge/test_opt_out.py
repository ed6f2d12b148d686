"""Which messages are a wish to get no more, and which only hold such a word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spamatlas.judge.opt_out import is_opt_out
from spamatlas.model import Channel, Message


def said(text: str, channel: Channel = Channel.SMS, subject: str = "") -> bool:
    return is_opt_out(Message(submission_id="x", channel=channel, text=text, subject=subject))


@pytest.mark.parametrize(
    "text",
    [
        *("STOP", "stop.", " Stop! ", "STOPALL", "stop all", "UNSUBSCRIBE", "END", "QUIT", "CANCEL", "Opt-out"),
        *("REVOKE", "Please stop", "STOP 36111", "STOP12", "Stop texting me", "remove me", "Arrêt", "ARRET"),
        *("BAJA", "parar", "Dar de baja", "no más", "SAIR", "Abmelden", "STOPP", "Rezygnuję", "RET", "İPTAL", "UNREG"),
        *("СТОП", "отписаться", "Відписатися", "إلغاء", "الغاء", "إلغاء الاشتراك", "إيقاف", "لغو11", "لغو ۱۱", "הסר"),
        *("TD", "T", "退订", "退訂。", "拒收", "配信停止", "수신거부", "ยกเลิก", "बंद करें", "ＳＴＯＰ", "HUỶ", "Στοπ"),
    ],
)  # fmt: skip
def test_an_opt_out_is_one_in_many_languages(text: str) -> None:
    assert said(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "?", "12345", "Stop it now", "I will stop by at eight", "The end", "Cancel my order of Friday"),
        *("Stop\nThat is so funny", "Bus stop", "ok", "yes", "TDs", "不要取消订单", "Не надо стоп", "me all", "JOIN"),
        "stop " * 20,
    ],
)  # fmt: skip
def test_a_message_that_holds_such_a_word_is_none(text: str) -> None:
    assert not said(text)


def test_what_a_mail_quotes_is_not_read_and_its_subject_is_where_it_says_nothing() -> None:
    mail = Channel.EMAIL
    assert said("Unsubscribe\n\nOn Friday the shop wrote:\n> Only today", mail)
    assert said("STOP\n-- \nAnna", mail)
    assert said("", mail, "unsubscribe")
    assert not said("Here are the minutes", mail, "unsubscribe")
    assert not said("", Channel.SMS, "unsubscribe")
    assert not said("STOP", Channel.VOICE)


@given(st.text(max_size=200), st.sampled_from(Channel), st.text(max_size=50))
def test_any_text_is_read(text: str, channel: Channel, subject: str) -> None:
    said(text, channel, subject)


@pytest.mark.parametrize("piece", ["stop ", "\n", " ", "1", "\u0651", "\ufdfa"])
def test_a_long_text_is_none(piece: str) -> None:
    assert not said(piece * 200_000)
