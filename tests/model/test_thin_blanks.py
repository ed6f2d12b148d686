"""Thin blanks between letters, and those that belong there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spamatlas.model.thin_blanks import without_thin_blanks


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("\u200a".join("call now"), "call now"),
        ("\u2009".join("call") + " " + "\u202f".join("now!"), "call now!"),
        ("\u2002".join("free") + "\n" + "\u2003".join("cash"), "free\ncash"),
    ],
)
def test_thin_blanks_between_letters_part_nothing(written: str, read: str) -> None:
    assert without_thin_blanks(written) == read


@pytest.mark.parametrize(
    "text", ["12\u202f500\u202f000 €", "z.\u2009B. 5\u2009–\u20097 km", "Ça va\u202f? Oui\u202f!", "plain", "naïve"]
)
def test_thin_blanks_where_they_belong_stay(text: str) -> None:
    assert without_thin_blanks(text) == text


@given(st.text(st.sampled_from("ab \n\u2009\u200a\u202fé"), max_size=60))
def test_nothing_but_thin_blanks_is_taken(text: str) -> None:
    read = without_thin_blanks(text)
    assert [each for each in read if each not in "\u2009\u200a\u202f"] == [
        each for each in text if each not in "\u2009\u200a\u202f"
    ]


@pytest.mark.parametrize("sign", ["\u2009", "a\u2009", "\u2009ab", " \u200a"])
def test_much_of_one_sign_is_read(sign: str) -> None:
    assert isinstance(without_thin_blanks(sign * 100_000), str)
