import pytest
from hypothesis import given
from hypothesis import strategies as st

from spamatlas.campaign.normalise import ADDRESS, COMPARED_CHARACTERS, LINK, NUMBER, normalise


@given(st.text(max_size=200))
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(st.text(alphabet="abc АВСабвст0134@$.:/ -\n\u200béß가각가한ﬁ", max_size=60))
def test_normalising_twice_changes_nothing_where_it_is_hard(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(st.text(alphabet="abcdefgh ", max_size=80))
def test_case_and_unseen_controls_say_nothing(text: str) -> None:
    assert normalise("\u200b".join(text.upper())) == normalise(text)


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("go to https://example.org/a?b=1 now", f"goto{LINK}now"),
        ("go to hxxp://example[.]org/a now", f"goto{LINK}now"),
        ("write to a.b@example.org", f"writeto{ADDRESS}"),
        ("pay 1,234.56 or 7", f"pay{NUMBER}or{NUMBER}"),
        ("item QP-48213", f"itemqp{NUMBER}"),
        ("p4ss w0rd", "password"),
        ("m.a.n.q", "manq"),
        ("МАМА", normalise("мама")),
        ("", ""),
    ],
)
def test_what_varies_becomes_a_stand_in(text: str, content: str) -> None:
    assert normalise(text) == content


def test_russian_and_latin_words_stay_apart() -> None:
    assert normalise("здравствуйте, деньги") != normalise("zdravstvuyte, dengi")


def test_the_work_for_a_long_text_is_bounded() -> None:
    assert len(normalise("ab " * 1_000_000)) <= COMPARED_CHARACTERS
