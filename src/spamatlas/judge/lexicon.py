"""The words of concepts, from files of data to the table that ``judge/concepts.py`` looks them up in.

``python -m spamatlas.judge.lexicon`` writes the table anew after a change of the files.
"""

import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from spamatlas.judge.concepts import FOLD, FOLDER, LONGEST, MOST, TABLE
from spamatlas.judge.disguise import undisguised

_NUKTA = "\u093c\u09bc"
# Letters with a nukta that texts also write as one character (Unicode composition exclusions).
_ONE_CHARACTER = {
    unicodedata.normalize("NFD", letter): letter
    for letter in "\u0958\u0959\u095a\u095b\u095c\u095d\u095e\u095f\u09dc\u09dd\u09df"
}


class Spelling(Struct, frozen=True, forbid_unknown_fields=True):
    """How a language varies its words.

    ``before``: what may stand before a stem in the same word (articles and prepositions that are written
    together with it); ``instead``: a letter, a blank and how it is written as well, for all letters of a word at once.
    """

    before: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()


class Language(Struct, frozen=True):
    """The stems of one language: concept to stems; ``$`` ends a whole word, a blank parts the words of a phrase."""

    name: str
    spelling: Spelling
    stems: Mapping[str, tuple[str, ...]]


def definitions() -> dict[str, str]:
    """The concepts in the order of their numbers, each with its definition."""
    read: dict[str, str] = tomllib.loads((FOLDER / "concepts.toml").read_text("utf-8"))
    return read


def languages() -> tuple[str, ...]:
    """The tags of the languages there are, sorted."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml") if path.stem != "concepts"))


def language(name: str) -> Language:
    """One language's stems.

    Raises:
        ValueError: the file is ill-formed or speaks of a concept that there is not; the text says which.
    """
    try:
        read = tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))
        spelling = msgspec.convert(read.pop("spelling", {}), Spelling)
        stems = msgspec.convert(read, dict[str, tuple[str, ...]])
    except (msgspec.ValidationError, tomllib.TOMLDecodeError) as error:
        raise ValueError(f"concepts of {name}: {error}") from error
    unknown = stems.keys() - definitions().keys()
    if unknown:
        raise ValueError(f"concepts of {name}: there is no concept {', '.join(sorted(unknown))}")
    return Language(name, spelling, stems)


def spellings(stem: str, spelling: Spelling) -> set[str]:
    """The ways in which a stem is written, each as the run of folded units (a string) that is looked for."""
    instead = {ord(letter): written for letter, written in map(str.split, spelling.instead)}
    forms = {stem, stem.translate(instead)}
    forms |= {start + form for form in forms for start in spelling.before if len(start) + len(form) <= LONGEST}
    forms |= {form for written in tuple(forms) for form in _encodings(written)}
    return {run(form) for form in forms}


def run(stem: str) -> str:
    """What is looked for: plain letters, ``NUL`` for a blank and the end of a whole word; at most ``LONGEST``."""
    text = undisguised(stem.replace(" ", "\0").replace("$", "\0"))
    return "".join(chr(FOLD[ord(letter)]) for letter in text.lower())[:LONGEST]


def _encodings(stem: str) -> Iterator[str]:
    """The same letters as other sequences of characters: sara am in two, a nukta apart, as one, or left out."""
    whole = unicodedata.normalize("NFC", stem)
    yield whole
    yield unicodedata.normalize("NFKC", stem)
    joined = whole
    for apart, letter in _ONE_CHARACTER.items():
        joined = joined.replace(apart, letter)
    yield joined
    yield whole.translate(dict.fromkeys(map(ord, _NUKTA)))


def runs(spoken: Language) -> dict[str, set[str]]:
    """Of one language, each run that is looked for and the concepts that it leads to: one, if the file is right."""
    leads: dict[str, set[str]] = {}
    for concept, stems in spoken.stems.items():
        for stem in stems:
            for form in spellings(stem, spoken.spelling):
                leads.setdefault(form, set()).add(concept)
    return leads


def leads() -> dict[str, str]:
    """Of all languages, each run that is looked for and its concept.

    Raises:
        ValueError: words of two concepts are written alike, in one language or in two; the text says which.
    """
    led: dict[str, tuple[str, str]] = {}
    for name in languages():
        for form, concepts in runs(language(name)).items():
            for concept in sorted(concepts):
                other, language_ = led.setdefault(form, (concept, name))
                if other != concept:
                    raise ValueError(f"{form!r} is {other} in {language_} and {concept} in {name}: leave one out")
    concept_of = {form: concept for form, (concept, _) in led.items()}
    return {form: concept for form, concept in concept_of.items() if not _begun(form, concept, concept_of)}


def _begun(form: str, concept: str, concept_of: Mapping[str, str]) -> bool:
    """Whether a shorter run, found wherever this one is, leads to the same concept: looking for both costs twice."""
    return any(concept_of.get(form[:length]) == concept for length in range(1, len(form)))


def table() -> dict[str, NDArray[np.generic]]:
    """The arrays of the table: ``stems`` (k, ``LONGEST``) units, ``lengths`` (k,), ``concepts`` (k,) numbers."""
    number = {name: at for at, name in enumerate(definitions())}
    if len(number) > MOST - 1:
        raise ValueError(f"at most {MOST - 1} concepts")
    led = sorted(leads().items())
    stems = np.array([[ord(unit) for unit in form.ljust(LONGEST, "\0")] for form, _ in led], np.uint16)
    return {
        "stems": stems,
        "lengths": np.array([len(form) for form, _ in led], np.uint8),
        "concepts": np.array([number[concept] for _, concept in led], np.uint8),
    }


def write(path: Path = TABLE) -> None:
    """The table, made anew from the files."""
    np.savez_compressed(path, **table())  # type: ignore[arg-type]  # the stub takes the arrays for its own options


if __name__ == "__main__":
    write()
