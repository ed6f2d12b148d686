"""Where the catalogues stand; each is read once a process, when somebody first reads that language."""

from collections.abc import Mapping
from functools import cache, partial
from importlib.resources import files

from babel.core import negotiate_locale
from msgspec import Struct

from spamatlas.locale.language import FIRST, Language
from spamatlas.locale.words import words_of


class TranslationState(Struct, frozen=True):
    """How far a language has come: entries in all, translated, and reviewed by a person."""

    code: str
    name: str
    direction: str
    total: int
    translated: int
    reviewed: int


@cache
def languages() -> dict[str, Language]:
    """Every language that has a folder of catalogues here, and English, by code in alphabetical order."""
    folders = {each.name: each for each in files(__package__).iterdir() if each.is_dir() and each.name[:1] != "_"}
    found = {FIRST: Language(FIRST)}
    found |= {code: Language(code, partial(words_of, folder)) for code, folder in folders.items()}
    return dict(sorted(found.items()))


def best(wanted: list[str]) -> Language:
    """The first of the wanted codes that we have, or English."""
    code = negotiate_locale([each.lower() for each in wanted], list(languages()), sep="-")
    return languages()[code or FIRST]


def of_environment(environ: Mapping[str, str]) -> Language:
    """The language that a person's terminal is set to (POSIX.1-2017, XBD 8.2: LC_ALL, LC_MESSAGES, LANG), or English.

    LANGUAGE, a list with colons between, goes before them where a locale is set at all (GNU gettext, section 2.3).
    """
    locale = next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), "")
    if locale.partition(".")[0] in {"", "C", "POSIX"}:
        return languages()[FIRST]
    wanted = [*environ.get("LANGUAGE", "").split(":"), locale]
    return best([each.partition(".")[0].partition("@")[0].replace("_", "-") for each in wanted if each])


def states() -> list[TranslationState]:
    """How far each language has come. The messages are written in English by people, so English is complete."""
    whole = max(each.words.total for each in languages().values())
    found = []
    for code, each in languages().items():
        counts = (whole,) * 3 if code == FIRST else (each.words.total, each.words.translated, each.words.reviewed)
        found.append(TranslationState(code, each.name, each.direction, *counts))
    return found
