"""The data map: what every column and file of a node holds of people, why, from where, and how long.

A table is one TOML file in ``tables``, named ``PLACE.TABLE.toml``: the place is ``store``, ``records``, ``log``,
``vault`` or the name of a SQLite file. A column is its class, and its retention class where that is not the table's;
what is of no class is lasting. Everything outside tables is in ``files.toml``. A test compares it with what a node
really keeps.
"""

import tomllib
from enum import StrEnum
from fnmatch import fnmatch
from functools import lru_cache
from importlib.resources import files
from typing import Any

from msgspec import Struct, convert

from spamatlas.model import RetentionClass


class DataClass(StrEnum):
    """What something tells of people."""

    NONE = "none"
    PSEUDONYM = "pseudonym"
    PERSONAL = "personal"
    CONTENT = "content"
    SECRET = "secret"  # noqa: S105  a word


class Declared(Struct, frozen=True, kw_only=True):
    """One column, or, with an empty ``column``, one file of the data folder."""

    table: str
    column: str
    data_class: DataClass
    purpose: str
    source: str
    retention: RetentionClass
    holds: str


class _Table(Struct, frozen=True, forbid_unknown_fields=True):
    holds: str
    purpose: str
    source: str
    retention: RetentionClass
    columns: dict[str, str]


@lru_cache(maxsize=1)
def declared() -> tuple[Declared, ...]:
    """Everything, the tables by name and then the files.

    Raises:
        ValueError: a file does not say what it must; the text names it.
    """
    folder = files("spamatlas.pipeline.data_map") / "tables"
    found: list[Declared] = []
    for path in sorted(folder.iterdir(), key=lambda each: each.name):
        if path.name.endswith(".toml") and path.name != "files.toml":
            try:
                table = convert(tomllib.loads(path.read_text("utf-8")), _Table)
                found += _columns(path.name.removesuffix(".toml"), table)
            except ValueError as error:
                raise ValueError(f"data_map/tables/{path.name}: {error}") from error
    others = tomllib.loads((folder / "files.toml").read_text("utf-8"))["files"]
    return (*found, *(_file(name, said) for name, said in others.items()))


def tables() -> dict[str, list[Declared]]:
    """The declared columns of each table."""
    found: dict[str, list[Declared]] = {}
    for each in declared():
        if each.column:
            found.setdefault(each.table, []).append(each)
    return found


def file_of(path: str) -> Declared | None:
    """What is said of a file of the data folder; None where nothing is."""
    return next((each for each in declared() if not each.column and fnmatch(path, each.table)), None)


def rows() -> list[dict[str, Any]]:
    """The map as plain values."""
    names = ("table", "column", "data_class", "purpose", "source", "retention", "holds")
    return [{name: str(getattr(each, name)) for name in names} for each in declared()]


def purposes() -> list[dict[str, Any]]:
    """What tells of people, for whoever asks what is kept of them."""
    telling = {DataClass.PSEUDONYM, DataClass.PERSONAL, DataClass.CONTENT}
    return [row for row, each in zip(rows(), declared(), strict=True) if each.data_class in telling]


def document() -> str:
    """``docs/data_map.md``."""
    text = [_HEAD]
    for table, columns in tables().items():
        first = columns[0]
        text.append(f"\n### `{table}`\n{first.holds} Kept {first.purpose}; from {first.source}.\n")
        text.append("| column | class | kept as |\n|---|---|---|")
        text += [f"| `{each.column}` | {each.data_class} | {each.retention} |" for each in columns]
    text.append("\n## Files and memory\n\n| place | class | kept as | what it holds |\n|---|---|---|---|")
    others = [each for each in declared() if not each.column]
    text += [f"| `{each.table}` | {each.data_class} | {each.retention} | {each.holds} |" for each in others]
    return "\n".join(text) + "\n"


def _columns(table: str, said: _Table) -> list[Declared]:
    found = []
    for column, words in said.columns.items():
        kind, _, kept = words.partition(" ")
        data_class = DataClass(kind)
        usual = RetentionClass.LASTING if data_class is DataClass.NONE else said.retention
        found.append(
            Declared(
                table=table,
                column=column,
                data_class=data_class,
                purpose=said.purpose,
                source=said.source,
                retention=RetentionClass(kept) if kept else usual,
                holds=said.holds,
            )
        )
    return found


def _file(name: str, said: dict[str, str]) -> Declared:
    return Declared(
        table=name,
        column="",
        data_class=DataClass(said["class"]),
        purpose=said["purpose"],
        source=said["source"],
        retention=RetentionClass(said["retention"]),
        holds=said["holds"],
    )


_HEAD = """# Data map

Made by `spamatlas privacy map --markdown` from the declarations in `src/spamatlas/pipeline/data_map/tables`; a test
compares both with what a node keeps. Classes: **none** tells of nobody; **pseudonym** stands for a person, and leads to
nobody without a key; **personal** may tell of a person; **content** is what was filed, or made of it; **secret** opens
something. *Kept as* names a class of [retention](privacy.md).

## Tables
"""
