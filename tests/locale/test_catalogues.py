"""Every catalogue of every language: complete, with the same places, without markup, right in its plurals."""

import re
from pathlib import Path
from typing import Any

import pytest
from babel import Locale
from babel.messages.pofile import read_po

import spamatlas.locale
from spamatlas.locale import languages
from spamatlas.locale.catalogues import doubled, entries, missing, orphans, write
from spamatlas.locale.extraction import Found, messages

FOLDER = Path(spamatlas.locale.__file__).parent
WANTED = messages(FOLDER.parent)
CODES = [code for code in languages() if code != "en"]
SCRIPTS = {"ar": "[\u0621-\u064a]", "ru": "[\u0400-\u04ff]", "zh": "[\u4e00-\u9fff]"}
ENDS = (".", "。", "؟", "。”")
JOINTS = {", ", "; ", ". ", "in"}
PLACE = re.compile(r"\{\w+\}")
every_language = pytest.mark.parametrize("code", CODES)


def forms(code: str) -> list[tuple[str, str, bool]]:
    """Every translation with its English message; the last says whether it is a lesser form of a counted one."""
    found = []
    for text, entry in entries(FOLDER / code).items():
        said = (entry.said,) if isinstance(entry.said, str) else entry.said
        found += [(text, each, place < len(said) - 1) for place, each in enumerate(said)]
    return found


def test_the_six_languages_are_there() -> None:
    assert list(languages()) == ["ar", "en", "es", "fr", "ru", "zh"]


@every_language
def test_nothing_is_missing_and_nothing_is_left_over(code: str) -> None:
    assert len(WANTED) > 500
    assert [each.text for each in missing(FOLDER / code, WANTED)] == []
    assert orphans(FOLDER / code, WANTED) == []
    assert doubled(FOLDER / code) == []


@every_language
def test_places_to_fill_are_the_same(code: str) -> None:
    for text, said, lesser in forms(code):
        if text not in WANTED:
            continue
        places = set(PLACE.findall(text + WANTED[text].plural))
        if lesser:  # "one report" needs no number
            assert set(PLACE.findall(said)) <= places, said
        else:
            assert set(PLACE.findall(said)) == places, said


@every_language
def test_a_translation_is_words_in_its_own_script_and_no_markup(code: str) -> None:
    for text, said, _ in forms(code):
        assert not re.search(r"[<>]|&\w+;", said), said
        assert not re.search("[\u202a-\u202e\u2066-\u2069]", said), said
        assert said == said.strip() or text in JOINTS, said
        assert re.search(SCRIPTS.get(code, r"\w"), said) or text in JOINTS, said
        assert said.endswith(ENDS) or not text.endswith("."), said


@every_language
def test_every_count_has_its_form(code: str) -> None:
    language, locale = languages()[code], Locale.parse(code)
    counted = [each for each in WANTED.values() if each.plural]
    assert counted
    for number in range(201):
        for each in counted:
            assert (each.text, language.words.plural_index(number)) in language.words.messages
    # The same form for two numbers just where CLDR has one category for both (Unicode TR 35, part 3, section 5).
    pairs = {(language.words.plural_index(number), locale.plural_form(number)) for number in range(201)}
    assert len(pairs) == len({index for index, _ in pairs}) == len({category for _, category in pairs})


@every_language
def test_all_catalogues_of_a_language_have_one_rule(code: str) -> None:
    heads = [read_po(path.open("rb"), locale=code) for path in (FOLDER / code).glob("*.po")]
    assert len({(each.num_plurals, each.plural_expr) for each in heads}) == 1


def test_catalogues_are_brought_up_to_date(tmp_path: Path) -> None:
    folder = tmp_path / "ru"
    old = {"One": Found("One", "", "pages", "a.py"), "Gone": Found("Gone", "", "pages", "a.py")}
    write(folder, old, {})
    text = (folder / "pages.po").read_text("utf-8").replace('msgid "One"\nmsgstr ""', 'msgid "One"\nmsgstr "Один"')
    (folder / "pages.po").write_text(text, "utf-8")
    new = {"One": Found("One", "", "public", "b.py"), "{n} two": Found("{n} two", "{n} twos", "public", "b.py")}
    assert orphans(folder, new) == ["Gone"]
    write(folder, new, entries(folder))
    assert not (folder / "pages.po").exists()
    assert [each.text for each in missing(folder, new)] == ["{n} two"]
    kept = entries(folder)
    assert (kept["One"].said, kept["One"].comments) == ("Один", ("machine",))
    assert kept["{n} two"].said == ("", "", "")


@pytest.mark.parametrize("text", ["a", "{n} b"])
def test_half_a_translation_is_missing(tmp_path: Path, text: str) -> None:
    folder = tmp_path / "ru"
    wanted: dict[str, Any] = {"a": Found("a", "", "pages", "a.py"), "{n} b": Found("{n} b", "{n} bs", "pages", "a.py")}
    write(folder, wanted, {})
    path = folder / "pages.po"
    half = path.read_text("utf-8").replace('msgstr ""\n\n', '#, fuzzy\nmsgstr "а"\n\n').replace('[0] ""', '[0] "б"')
    path.write_text(half, "utf-8")
    assert text in {each.text for each in missing(folder, wanted)}
