"""Every message of the pages is there in every language that is shipped."""

import re
from pathlib import Path

import pytest

from spamatlas import web
from spamatlas.locale import languages
from spamatlas.statistics import catalogue

WEB = Path(web.__file__).parent
SINGLE = re.compile(r"""\b(?:_|say|gettext)\(\s*(["'])((?:(?!\1).)+)\1""")
PLURAL = re.compile(r'count\(\s*"([^"]+)",\s*"([^"]+)"')
RANKED = re.compile(r'_ranked\(\s*"\w+",.*?"([^"]*\{name\}[^"]*)",\s*"([^"]+)"', re.DOTALL)


def messages() -> set[str]:
    texts = [path.read_text("utf-8") for path in [*WEB.glob("*/templates/*.html"), *WEB.glob("*/*.py")]]
    found = {match[2] for text in texts for match in SINGLE.finditer(text)}
    found |= {each for text in texts for match in RANKED.finditer(text) for each in match.groups()}
    return found | {each for one in catalogue().values() for each in (one.counts, one.caveat) if each}


@pytest.mark.parametrize("code", [code for code in languages() if code != "en"])
def test_no_message_is_missing(code: str) -> None:
    language = languages()[code]
    assert len(messages()) > 150
    assert sorted(each for each in messages() if language.gettext(each) == each) == []


@pytest.mark.parametrize("code", [code for code in languages() if code != "en"])
@pytest.mark.parametrize("number", [0, 1, 2, 3, 11, 100, 102])
def test_no_counted_message_is_missing(code: str, number: int) -> None:
    language = languages()[code]
    texts = [path.read_text("utf-8") for path in [*WEB.glob("*/templates/*.html"), *WEB.glob("*/*.py")]]
    pairs = {match.groups() for text in texts for match in PLURAL.finditer(text)}
    assert pairs
    for singular, plural in pairs:
        assert language.ngettext(singular, plural, number) not in {singular, plural}


@pytest.mark.parametrize("code", languages())
def test_places_to_fill_are_the_same(code: str) -> None:
    language = languages()[code]
    for each in messages():
        assert set(re.findall(r"\{\w+\}", each)) == set(re.findall(r"\{\w+\}", language.gettext(each))), each
