"""What the columns of somebody's table mean, as they write it down in TOML."""

import re
import tomllib
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from pathlib import Path

import msgspec
from msgspec import Struct

from spamatlas.intake.refusal import Refused

_OFFSET = re.compile(r"[+-](?:[01]\d|2[0-3]):[0-5]\d")

KEYS = frozenset({"id", "channel", "text", "subject", "sender", "recipient", "date", "lang", "raw", "reporter"})
"""What a column or a constant can be: the keys of a report line."""


class TableFile(Struct, frozen=True, forbid_unknown_fields=True):
    """``[file]``: how it is written. ``charset`` is used for lines that are not UTF-8."""

    delimiter: str = ""
    charset: str = ""


class Dates(Struct, frozen=True, forbid_unknown_fields=True):
    """``[date]``: ``format`` as for strptime (ISO 8601 if empty), ``utc_offset`` (``+03:00``) where none is written."""

    format: str = ""
    utc_offset: str = "+00:00"


class Mapping(Struct, frozen=True, forbid_unknown_fields=True):
    """``columns`` gives for each of our keys the column that holds it, ``constants`` what holds for every row.

    ``values`` translates what a column holds into our words, key by key: ``values.channel.MT = "sms"``.
    """

    columns: dict[str, str]
    constants: dict[str, str] = {}
    values: dict[str, dict[str, str]] = {}
    date: Dates = Dates()
    file: TableFile = TableFile()

    def report(self, cells: dict[str, str]) -> dict[str, str]:
        """A row, cells by column, as a report line.

        Raises:
            ValueError: a date that is not written as the mapping says.
        """
        found = dict(self.constants)
        for key, column in self.columns.items():
            cell = cells[column]
            cell = self.values.get(key, {}).get(cell, cell)
            if key == "date" and cell.strip():
                cell = self._date(cell.strip())
            if cell or key == "text":
                found[key] = cell
        return found

    def _date(self, written: str) -> str:
        at = datetime.strptime(written, self.date.format) if self.date.format else datetime.fromisoformat(written)  # noqa: DTZ007
        return (at if at.tzinfo else at.replace(tzinfo=_zone(self.date.utc_offset))).astimezone(UTC).isoformat()


@lru_cache(maxsize=16)
def load(path: Path) -> Mapping:
    """The mapping in a file.

    Raises:
        Refused: ``no-mapping``; the reason says what is wrong with it.
    """
    try:
        found = msgspec.convert(tomllib.loads(path.read_text("utf-8-sig")), Mapping)
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise Refused("no-mapping", f"the mapping file: {error}") from error
    wrong = {*found.columns, *found.constants, *found.values} - KEYS
    if wrong:
        raise Refused("no-mapping", f"the mapping file: no such key: {', '.join(sorted(wrong))}")
    if not {"text", "raw"} & found.columns.keys():
        raise Refused("no-mapping", "the mapping file: no column is named for text")
    if not _OFFSET.fullmatch(found.date.utc_offset):
        raise Refused("no-mapping", "the mapping file: utc_offset is not written as +03:00")
    return found


@lru_cache(maxsize=64)
def _zone(offset: str) -> timezone:
    hours, _, minutes = offset.lstrip("+-").partition(":")
    ahead = timedelta(hours=int(hours), minutes=int(minutes or 0))
    return timezone(-ahead if offset.startswith("-") else ahead)
