"""Every English message that a reader may be shown, found in the source."""

import tomllib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.extract import extract
from msgspec import Struct

from spamatlas.locale.spoken import errors_in, passed_in, reasons_in

KEYWORDS: dict[str, Any] = {"_": None, "gettext": None, "say": None, "count": (1, 2), "ngettext": (1, 2)}
"""What marks a message: ``_`` in templates and records, the methods of ``Language``; ``count`` has two forms."""

MARKED = ("web/", "model/", "custody/", "notice/", "outbox/", "campaign/explanations/", "judge/strength.py",
          "locale/language.py")  # fmt: skip
"""Where messages are marked; elsewhere ``count`` counts bytes, which Babel's reader cannot bear."""

ROOMS = {
    "model": "vocabulary",
    "judge": "reasons",
    "statistics": "statistics",
    "web/api": "errors",
    "web/figures": "figures",
    "web/public": "public",
    "web/console": "console",
    "custody": "console",
    "notice": "console",
    "outbox": "console",
    "campaign/explanations": "console",
}
"""The catalogue for what a folder says; ``pages`` has the rest. What two say stands in the first of these."""
ORDER = ("vocabulary", "reasons", "profiles", "statistics", "pages", "figures", "public", "console", "errors")

HEAD = ("title", "unit", "counts", "caveat", "source")
"""What the head of a statistic says in words."""
PROFILE = ("definition", "caveat")
"""What a national profile says in words; names of laws, registers and offices stay as they are."""


class Found(Struct, frozen=True):
    """A message: the English one, its plural if it counts, the catalogue it belongs to, and where it was found."""

    text: str
    plural: str
    catalogue: str
    place: str


def messages(root: Path) -> dict[str, Found]:
    """Every message of the package that stands at ``root``, by its (singular) English text.

    Raises:
        SyntaxError, jinja2.TemplateSyntaxError: a file can't be read.
    """
    every = sorted(_all(root), key=lambda each: (ORDER.index(each.catalogue), each.place))
    found: dict[str, Found] = {}
    for each in every:
        have = found.setdefault(each.text, each)
        if each.plural and not have.plural:
            found[each.text] = each
    return found


def _all(root: Path) -> Iterator[Found]:
    for path in sorted(root.rglob("*.py")):
        place = path.relative_to(root).as_posix()
        if place.startswith("cli/"):
            continue
        source = path.read_bytes()
        if place.startswith(MARKED):
            yield from _marked("python", source, place)
            yield from (Found(text, "", _catalogue(place), place) for text in passed_in(source))
        yield from (Found(text, "", "errors", place) for text in errors_in(source))
        if place.startswith(("judge/", "campaign/linkages/", "campaign/traits/")):
            yield from (Found(text, "", "reasons", place) for text in reasons_in(source))
    for path in sorted([*root.glob("web/**/*.html"), *root.glob("outbox/templates/*")]):
        yield from _marked("jinja2.ext.babel_extract", path.read_bytes(), path.relative_to(root).as_posix())
    for path in sorted(root.glob("judge/profiles/*.toml")):
        own = tomllib.loads(path.read_text("utf-8"))
        yield from (Found(own[key], "", "profiles", path.name) for key in PROFILE if own.get(key))
    for path in sorted(root.glob("statistics/catalogue/*.sql")):
        said = head_of(path.read_text("utf-8"))
        yield from (Found(said[key], "", "statistics", path.name) for key in HEAD if said.get(key))


def _marked(method: str, source: bytes, place: str) -> Iterator[Found]:
    for _, text, _, _ in extract(method, BytesIO(source), KEYWORDS, options={"silent": "false", "trimmed": "false"}):
        singular, plural = text if isinstance(text, tuple) else (text, "")
        yield Found(singular, plural, _catalogue(place), place)


def _catalogue(place: str) -> str:
    return next((name for folder, name in ROOMS.items() if place.startswith(f"{folder}/")), "pages")


def head_of(sql: str) -> dict[str, Any]:
    """The head of a statistic: TOML in the comments that it begins with."""
    lines: list[str] = []
    for line in sql.splitlines():
        if not line.startswith("-- "):
            break
        lines.append(line[3:])
    return tomllib.loads("\n".join(lines))
