"""The catalogues beside the source: what is missing in them, and how they are brought up to date."""

from collections import Counter
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.core import Locale
from babel.messages.catalog import Catalog
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po, write_po
from msgspec import Struct

from spamatlas.locale.extraction import ORDER, Found
from spamatlas.locale.words import MACHINE

HEAD = """\
# Spamatlas in {name}: {catalogue}. The comment "machine" marks what no person has reviewed; see CONTRIBUTING.md.
msgid ""
msgstr ""
"Language: {code}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals={forms}; plural={rule};\\n"

"""


class Entry(Struct, frozen=True):
    """A translation as it stands in a catalogue: a text, or one for each plural form."""

    said: str | tuple[str, ...]
    comments: tuple[str, ...] = ()
    flags: frozenset[str] = frozenset()

    @property
    def is_whole(self) -> bool:
        """Whether every form is there, and nobody doubts it."""
        forms = (self.said,) if isinstance(self.said, str) else self.said
        return bool(forms) and all(forms) and "fuzzy" not in self.flags


def entries(folder: Path) -> dict[str, Entry]:
    """Every entry of a language, by its (singular) English text."""
    return {text: entry for _, text, entry in _read(folder)}


def doubled(folder: Path) -> list[str]:
    """What stands in more than one catalogue of a language."""
    times = Counter(text for _, text, _ in _read(folder))
    return [text for text, count in times.items() if count > 1]


def missing(folder: Path, wanted: Mapping[str, Found]) -> list[Found]:
    """What has no whole translation in a language."""
    have = entries(folder)
    return [each for text, each in wanted.items() if text not in have or not have[text].is_whole]


def orphans(folder: Path, wanted: Mapping[str, Found]) -> list[str]:
    """What is translated though nothing says it any more."""
    return [text for text in entries(folder) if text not in wanted]


def write(folder: Path, wanted: Mapping[str, Found], have: Mapping[str, Entry]) -> None:
    """Each message in its catalogue, with an empty entry where it has no translation; what nothing says is dropped."""
    folder.mkdir(exist_ok=True)
    forms, rule = _plural(folder)
    for name in ORDER:
        catalogue: Any = Catalog(locale=folder.name)
        catalogue._num_plurals = forms  # noqa: SLF001  Babel's own rule for Arabic is not that of CLDR
        for found in wanted.values():
            if found.catalogue == name:
                _add(catalogue, found, have.get(found.text, Entry("")), forms)
        body = BytesIO()
        write_po(body, catalogue, width=0, omit_header=True)
        language = Locale.parse(folder.name).get_display_name("en")
        head = HEAD.format(name=language, catalogue=name, code=folder.name, forms=forms, rule=rule)
        path = folder / f"{name}.po"
        if body.getvalue().strip():
            path.write_bytes(head.encode() + body.getvalue().strip() + b"\n")
        else:
            path.unlink(missing_ok=True)


def _add(catalogue: Any, found: Found, entry: Entry, forms: int) -> None:
    said: Any = entry.said
    if found.plural:
        said = tuple(said) if isinstance(said, tuple) and len(said) == forms else ("",) * forms
    elif isinstance(said, tuple):
        said = ""
    comments = entry.comments if entry.said else (MACHINE,)
    catalogue.add(
        (found.text, found.plural) if found.plural else found.text,
        said,
        locations=[(found.place, None)],
        user_comments=comments,
        flags=entry.flags,
    )


def _read(folder: Path) -> Iterator[tuple[str, str, Entry]]:
    for path in sorted(folder.glob("*.po")):
        with path.open("rb") as file:
            catalogue = read_po(file, locale=folder.name)
        for each in catalogue:
            if each.id:
                text = each.id if isinstance(each.id, str) else each.id[0]
                said = each.string if isinstance(each.string, str) else tuple(each.string or ())
                yield path.stem, text, Entry(said, tuple(each.user_comments), frozenset(each.flags))


def _plural(folder: Path) -> tuple[int, str]:
    """The rule that the language's catalogues have, or that of Babel for a new one."""
    for path in sorted(folder.glob("*.po")):
        with path.open("rb") as file:
            catalogue = read_po(file, locale=folder.name)
        return catalogue.num_plurals, catalogue.plural_expr
    known = get_plural(folder.name)
    return known.num_plurals, known.plural_expr
