"""What a language's catalogues say: its messages, its rule of plurals, and how much of it a person has read."""

import re
from collections.abc import Callable, Mapping
from functools import cached_property
from gettext import c2py
from typing import Any

from babel.messages.pofile import read_po
from msgspec import Struct

MACHINE = "machine"
"""A translator's comment (``# machine``) above an entry that no person has reviewed: every gettext tool keeps it, and
none takes it for ``fuzzy``, which would leave the entry out. Who reviews an entry takes the comment away."""

ERRORS = "errors.po"
"""The catalogue of what our errors say. They are kept and sent in English, with their places filled."""

_PLACE = re.compile(r"\\{(\w+)\\}")


class Words(Struct, frozen=True, dict=True):
    """The entries of one language.

    ``messages`` maps an English message, or an (English singular, index) pair, to its translation. ``errors`` are the
    English messages of errors that have places to fill. ``total``, ``translated`` and ``reviewed`` count entries.
    """

    messages: Mapping[Any, str] = {}
    plural_index: Callable[[int], int] = lambda count: int(count != 1)
    errors: tuple[str, ...] = ()
    total: int = 0
    translated: int = 0
    reviewed: int = 0

    @cached_property
    def filled(self) -> list[tuple[re.Pattern[str], str]]:
        """For each error with places: what finds it among filled ones, and its translation."""
        return [(_filled(each), self.messages[each]) for each in self.errors if each in self.messages]


def words_of(folder: Any) -> Words:
    """What stands in a folder of catalogues. A fuzzy entry counts as not translated, as gettext has it."""
    messages: dict[Any, str] = {}
    errors: list[str] = []
    rule, counts = "n != 1", [0, 0, 0]
    for path in sorted(folder.iterdir(), key=lambda each: each.name):
        if not path.name.endswith(".po"):
            continue
        with path.open("rb") as file:
            catalogue = read_po(file, locale=folder.name)
        rule = catalogue.plural_expr
        for entry in (each for each in catalogue if each.id):
            said = _translations(entry)
            messages.update(said)
            counts = [have + one for have, one in zip(counts, (1, bool(said), _is_reviewed(entry)), strict=True)]
            if path.name == ERRORS and isinstance(entry.id, str) and "{" in entry.id:
                errors.append(entry.id)
    return Words(messages, c2py(rule), tuple(errors), *counts)


def _translations(entry: Any) -> dict[Any, str]:
    if entry.fuzzy:
        return {}
    if isinstance(entry.id, tuple):
        forms = enumerate(entry.string)
        return {(entry.id[0], index): text for index, text in forms if text}
    return {entry.id: entry.string} if entry.string else {}


def _is_reviewed(entry: Any) -> bool:
    return bool(_translations(entry)) and MACHINE not in entry.user_comments


def _filled(message: str) -> re.Pattern[str]:
    return re.compile(_PLACE.sub(r"(?P<\1>.+)", re.escape(message)), re.DOTALL)
