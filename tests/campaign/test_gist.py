"""A text as it is read for its meaning."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spamatlas.campaign.gist import READ_CHARACTERS, gist
from spamatlas.model import Channel, Message


def of(text: str, subject: str = "") -> str:
    return gist(Message(submission_id="x", channel=Channel.SMS, text=text, subject=subject))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Your parcel 12345 waits here, pay 2.99 at https://pay.example/x7?id=9 now",
            "Your parcel waits here, pay at now",
        ),
        ("P@y the c1earance fee t0day or it will be l0st", "Pay the clearance fee today or it will be lost"),
        ("P a r c e l held at the depot, please collect", "Parcel held at the depot, please collect"),
        ("Vаш зaкaз зaдержaн на складе", "Vаш заказ задержан на складе"),
        ("Your аccоunt wаs limited by the bank", "Your account was limited by the bank"),
        (
            "Write to claims@office.example or +44 7700 900123 before it is too late",
            "Write to or before it is too late",
        ),
        ("Order AMZ-99231K is late, we regret that much", "Order is late, we regret that much"),
        ("please open bank\u200b.example today or\u202e lose all of it", "please open today or lose all of it"),
    ],
)
def test_disguises_are_undone_and_what_copies_differ_by_is_left_out(text: str, expected: str) -> None:
    assert of(text) == expected


@pytest.mark.parametrize("text", ["", "ok, see you", "https://a.example/b 12345 67890", "\u200b" * 50, "快递到了"])
def test_what_says_too_little_has_no_gist(text: str) -> None:
    assert of(text) == ""


def test_chinese_says_much_in_few_signs_and_a_subject_counts() -> None:
    assert of("您的包裹被扣留在仓库请支付费用")
    assert of("the fee is due", subject="Your parcel waits") == "Your parcel waits the fee is due"


@given(st.text(max_size=3_000))
def test_any_text_has_a_short_gist_without_figures(text: str) -> None:
    found = of(text)
    assert len(found) <= READ_CHARACTERS
    assert of(f"{text}") == found
    assert not any(sign in "0123456789" for sign in found)
