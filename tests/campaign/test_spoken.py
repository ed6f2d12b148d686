import pytest
from hypothesis import given
from hypothesis import strategies as st

from spamatlas.campaign.spoken import spoken_numbers


@pytest.mark.parametrize(
    "said",
    [
        "call zero nine zero zero, zero zero zero zero, one two now",
        "call 09 00 00 00 twelve now",
        "rappelez le zéro neuf, zéro zéro, zéro zéro, zéro zéro, douze",
        "llame al cero nueve cero cero cero cero cero cero doce",
        "ligue zero nove, zero zero, zero zero, zero zero, doze",
        "rufen Sie null neun null null null null null null zwölf an",
        "ноль девять, ноль ноль, ноль ноль, ноль ноль, двенадцать",
        "على الرقم صفر تسعة، صفر صفر، صفر صفر، صفر صفر، اثنا عشر.",
        "请回拨零九零零零零零零一二",
        "공구 공공 공공 공공 일이 번으로 전화하세요",
        "chiami lo zero nove, zero zero, zero zero, zero zero, dodici",
        "sifuri tisa sifuri sifuri sifuri sifuri sifuri sifuri moja mbili",
        "sıfır dokuz sıfır sıfır sıfır sıfır sıfır sıfır bir iki",
    ],
)
def test_one_number_in_many_languages(said: str) -> None:
    assert spoken_numbers(said) == {"0900000012"}


@pytest.mark.parametrize(
    ("said", "digits"),
    [
        ("zero nine zero zero zero zero twenty four", "09000024"),
        ("zéro neuf zéro zéro zéro zéro trente et un", "09000031"),
        ("cero nueve cero cero cero cero treinta y cuatro", "09000034"),
    ],
)
def test_a_ten_and_its_unit_are_one(said: str, digits: str) -> None:
    assert spoken_numbers(said) == {digits}


def test_counting_in_a_sentence_is_no_number() -> None:
    assert spoken_numbers("one of two transfers of nine hundred dollars was stopped at ten") == set()


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    assert all(digits.isdigit() for digits in spoken_numbers(text))
