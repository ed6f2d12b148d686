"""Where the catalogues stand; read once a process."""

from functools import cache
from importlib.resources import files
from typing import Any

from babel.core import negotiate_locale
from babel.messages.pofile import read_po

from spamatlas.locale.language import Language

FIRST = "en"
"""The language that the messages themselves are written in."""


@cache
def languages() -> dict[str, Language]:
    """Every language that has a folder of catalogues here, and English, by code."""
    found = {FIRST: Language(FIRST, {})}
    for folder in sorted(files(__package__).iterdir(), key=lambda each: each.name):
        if folder.is_dir() and not folder.name.startswith("_"):
            found[folder.name] = _read(folder)
    return found


def best(wanted: list[str]) -> Language:
    """The first of the wanted codes that we have, or English."""
    code = negotiate_locale(wanted, list(languages()), sep="-")
    return languages()[code or FIRST]


def _read(folder: Any) -> Language:
    messages: dict[Any, str] = {}
    rule = None
    for path in sorted(folder.iterdir(), key=lambda each: each.name):
        if not path.name.endswith(".po"):
            continue
        with path.open("rb") as file:
            catalogue = read_po(file, locale=folder.name)
        rule = rule or _plural_rule(catalogue.plural_expr)
        for message in catalogue:
            messages.update(_translations(message))
    return Language(folder.name, messages, rule)


def _translations(message: Any) -> dict[Any, str]:
    if not message.id or message.fuzzy:
        return {}
    if isinstance(message.id, tuple):
        forms = enumerate(message.string)
        return {(message.id[0], index): text for index, text in forms if text}
    return {message.id: message.string} if message.string else {}


def _plural_rule(expression: str) -> Any:
    from gettext import c2py  # noqa: PLC0415  the standard library's reader of plural rules

    return c2py(expression)
