"""What is certain of what a message wants, by the parts that it has."""

import numpy as np
import pytest

from spamatlas.judge import all_detectors
from spamatlas.judge.topics import DEAR_CALLS, dear_call, named
from spamatlas.model import CallToAction, Category, Channel, Lure, Message
from spamatlas.parse.links import links_in
from spamatlas.parse.numbers import numbers_in

LABELS = ("category:phishing", "lure:parcel", "call_to_action:reply", "call_to_action:link")


def asks(text: str, channel: Channel = Channel.SMS) -> CallToAction:
    """What a message is taken to want that the weights take for one that wants an answer."""
    links, numbers = links_in(text), numbers_in(text, "GB")
    message = Message(submission_id="x", channel=channel, text=text, links=links, numbers=numbers)
    ((_, _, call),) = named(np.array([[1, 1, 1, 0]], np.float32), LABELS, [message])
    return call


@pytest.mark.parametrize(
    "text",
    [
        "EVRI: we tried to deliver your parcel. Rebook (£1.45): evri-redeliver-uk.com/r",
        "Poste Italiane: il suo conto è stato limitato. Verifichi i dati: posteinfo-verifica.com",
        "【中国电信】您的积分即将清零，可兑换现金368元，请登录 10001-jf.cc 兑换",
        "Préstamo de $50,000 hoy: prestamos-ya.com",
    ],
)
def test_who_offers_a_link_and_nobody_to_answer_wants_it_opened(text: str) -> None:
    assert asks(text) is CallToAction.LINK


@pytest.mark.parametrize(
    "text",
    [
        "Hi Mum, whatsapp me here 07700 900555, or see example.com",
        "Part-time job, photos at jobs.example.com, write to @hr_karen_uk",
        "Add me on WhatsApp wa.me/447700900123",
        "Join our signals group t.me/vip_trx_profit",
        "Terms at tesco-win.com. Text WIN to 84455",
        "Hi Mum, I lost my phone. Text me back",
    ],
)
def test_who_names_somebody_to_answer_wants_an_answer(text: str) -> None:
    assert asks(text) is CallToAction.REPLY


def test_a_mail_has_links_below_what_it_says() -> None:
    assert (
        asks("Dearest, I have 7 million. Reply soon. https://list.example.com/u", Channel.EMAIL) is CallToAction.REPLY
    )


def test_a_call_that_is_dear_to_return_is_a_premium_trap_and_no_other_kind_changes() -> None:
    assert all_detectors().keys() >= DEAR_CALLS
    for before, after in ((Category.NUISANCE, Category.PREMIUM), (Category.FRAUD, Category.FRAUD)):
        topic = dear_call((before, Lure.NONE, CallToAction.CALL_BACK))
        assert topic == (after, Lure.NONE, CallToAction.CALL_BACK)
