"""A language's words: what counts as translated and as reviewed, what errors say, how lists and shares are written."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from spamatlas.locale import Language, best, languages, states
from spamatlas.locale.words import words_of

HEAD = 'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=2; plural=n > 1;\\n"\n\n'
ERRORS = '# machine\nmsgid "more than {most} bytes, at {place}"\nmsgstr "à {place} : plus de {most} octets"\n\n'
PAGES = """\
# machine
msgid "One"
msgstr "Un"

msgid "Two"
msgstr "Deux"

#, fuzzy
msgid "Three"
msgstr "Quatre"

msgid "Five"
msgstr ""

# machine
msgid "{n} six"
msgid_plural "{n} sixes"
msgstr[0] "{n} seize"
msgstr[1] "{n} seizes"
"""


@pytest.fixture
def french(tmp_path: Path) -> Language:
    folder = tmp_path / "fr"
    folder.mkdir()
    (folder / "pages.po").write_text(HEAD + PAGES, "utf-8")
    (folder / "errors.po").write_text(HEAD + ERRORS, "utf-8")
    return Language("fr", lambda: words_of(folder))


def test_what_is_translated_and_what_is_reviewed(french: Language) -> None:
    assert (french.words.total, french.words.translated, french.words.reviewed) == (6, 4, 1)
    assert not french.is_reviewed
    assert [french.gettext(each) for each in ("One", "Two", "Three", "Five", "Six")] == [
        "Un", "Deux", "Three", "Five", "Six",
    ]  # fmt: skip
    assert [french.count("{n} six", "{n} sixes", each) for each in (0, 1, 2)] == ["0 seize", "1 seize", "2 seizes"]


def test_errors_are_told_with_what_they_name(french: Language) -> None:
    assert french.explain("more than 5,000 bytes, at a.zip!/b") == "à a.zip!/b : plus de 5,000 octets"
    assert french.explain("more than {place} bytes, at {most}") == "à {most} : plus de {place} octets"
    assert french.explain("One") == "Un"
    for other in ("", "the disk is full", "more than 5 bytes"):
        assert french.explain(other) == other
    assert languages()["en"].explain("more than 5 bytes") == "more than 5 bytes"


@pytest.mark.parametrize("code", [code for code in languages() if code != "en"])
def test_the_errors_of_the_node_are_told_in_every_language(code: str) -> None:
    language = languages()[code]
    said = language.explain("a mail may have 1000 bytes; file it without its attachments")
    assert "1000" in said
    assert "bytes; file" not in said
    assert language.explain("there is nothing in it") != "there is nothing in it"


def test_no_judge_is_certain() -> None:
    english = languages()["en"]
    assert [english.chance(each) for each in (0.0, 0.004, 0.5, 0.9999, 1.0)] == ["1%", "1%", "50%", "99%", "99%"]


def test_how_far_each_language_has_come() -> None:
    found = {each.code: each for each in states()}
    assert list(found) == list(languages())
    english = found.pop("en")
    assert english.total == english.translated == english.reviewed > 500
    for each in found.values():
        assert each.total == each.translated == english.total
        assert each.reviewed < each.translated
    assert (found["ar"].direction, found["zh"].name, found["es"].name) == ("rtl", "中文", "Español")


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (["zh-CN"], "zh"), (["ZH-Hans-SG"], "zh"), (["fr-CA", "en"], "fr"), (["es-419"], "es"), (["xx", "RU"], "ru"),
        (["pt-BR"], "en"), ([], "en"), (["../etc", "", "a" * 400], "en"),
    ],
)  # fmt: skip
def test_the_language_that_comes_nearest(wanted: list[str], code: str) -> None:
    assert best(wanted).code == code


@pytest.mark.parametrize(
    ("code", "shares", "listed", "number"),
    [
        ("en", ["9.5%", "50%", "0.03%"], "a, b", "1,234.5"),
        ("fr", ["9,5\u00a0%", "50\u00a0%", "0,03\u00a0%"], "a, b", "1\u202f234,5"),
        ("es", ["9,5\u00a0%", "50\u00a0%", "0,03\u00a0%"], "a, b", "1.234,5"),
        ("ru", ["9,5\u00a0%", "50\u00a0%", "0,03\u00a0%"], "a, b", "1\u00a0234,5"),
        ("zh", ["9.5%", "50%", "0.03%"], "a、b", "1,234.5"),
        ("ar", ["9.5%", "50%", "0.03%"], "a، b", "1,234.5"),
    ],
)
def test_numbers_shares_and_lists(code: str, shares: list[str], listed: str, number: str) -> None:
    language = languages()[code]
    assert [language.percent(each) for each in (0.0951, 0.5, 0.0003)] == shares
    assert language.listing(["a", "b"]) == listed
    assert language.number(1234.5) == number


def test_a_year_and_the_time_behind_it_are_two_numbers_among_right_to_left_words() -> None:
    said = languages()["ar"].moment(datetime(2026, 3, 5, 9, 7, tzinfo=UTC))
    assert not re.search("\\d\u00a0\\d", said)
    assert re.sub("[\u200f\u2068\u2069]", "", said).replace("\u00a0", " ") == "5 مارس 2026 09:07 UTC"


@pytest.mark.parametrize(
    ("code", "said"),
    [("en", "a. b. c!"), ("fr", "a. b. c!"), ("zh", "a。b.c!"), ("ar", "a. b. c!")],
)
def test_sentences_end_once(code: str, said: str) -> None:
    assert languages()[code].sentences("a", "b.", "", "c!") == said


def test_a_date_that_ends_in_a_stop_gets_no_second_one() -> None:
    russian, arabic = languages()["ru"], languages()["ar"]
    assert russian.sentences(russian.day(date(2026, 3, 5)), "a") == "5 мар. 2026\u202fг. a."
    assert arabic.sentences("\u2068a.\u2069") == "\u2068a.\u2069"
