"""The words of the closed vocabularies in every language that has a catalogue for them."""

import inspect
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

import spamatlas.locale
from spamatlas.model import vocabulary
from spamatlas.model.terms import term

FOLDER = Path(spamatlas.locale.__file__).parent
KINDS = [kind for _, kind in inspect.getmembers(vocabulary, inspect.isclass) if kind.__module__ == vocabulary.__name__]
TERMS = [term(value) for kind in KINDS for value in kind]
MESSAGES = sorted({text for each in TERMS for text in (each.name, each.definition)})
CATALOGUES = sorted(FOLDER.glob("*/vocabulary.po"))
IN_WORDS = {
    "ar": re.compile("[\u0621-\u064a]"),
    "ru": re.compile("[\u0430-\u044f]"),
    "zh": re.compile("[\u4e00-\u9fff]"),
}


def catalogue(path: Path) -> Catalog:
    return read_po(path.open("rb"), locale=path.parent.name)


def test_the_languages_of_the_united_nations_are_there() -> None:
    assert {path.parent.name for path in CATALOGUES} == {"ar", "es", "fr", "ru", "zh"}


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parent.name)
def test_every_term_is_translated_and_nothing_else(path: Path) -> None:
    found = {each.id: each for each in catalogue(path) if each.id}
    assert sorted(found) == MESSAGES
    for text in MESSAGES:
        assert found[text].string.strip()
        assert not found[text].fuzzy
        assert IN_WORDS.get(path.parent.name, re.compile(r"\w")).search(found[text].string)
        assert set(re.findall(r"[A-Z]{3,} ?[\d.]+", text)) <= set(re.findall(r"[A-Z]{3,} ?[\d.]+", found[text].string))


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parent.name)
@pytest.mark.parametrize("kind", KINDS)
def test_no_two_values_of_a_vocabulary_share_their_words(path: Path, kind: type) -> None:
    said = catalogue(path)
    names = [said[term(value).name].string for value in kind]
    assert len(set(names)) == len(names)
