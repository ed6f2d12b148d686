"""Lists of an operator become registers in the data folder; what is personal in them is kept as keyed hashes alone."""

import csv
import re
from array import array
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from msgspec import Struct

from spamatlas.judge import register_file
from spamatlas.judge.register_file import Register, RegisterKind
from spamatlas.model import PartyKind, Rejected
from spamatlas.parse.numbers import prefix_from
from spamatlas.parse.party import party_from
from spamatlas.pipeline.folder import Folder

MOST_TOLD = 20
"""Line numbers of refused lines that are told one by one."""
_IN_FULL = re.compile(r"\+[1-9][0-9]{6,14}")
_HEADS = frozenset({"number", "phone", "address", "email", "recipient", "sender", "prefix", "range"})


class Added(Struct, frozen=True):
    """A register as it was loaded; ``refused`` counts the lines that were not understood.

    ``lines`` names the first of them, ``reasons`` says of each what it should be.
    """

    register: Register
    refused: int
    lines: tuple[int, ...]
    reasons: tuple[str, ...] = ()


class List(Struct, frozen=True, kw_only=True):
    """An operator's list: a text or CSV file with one entry a line; ``#`` begins a remark.

    Numbers without a country code are read in the plan of ``home_country`` (ISO 3166-1 alpha-2).
    """

    kind: RegisterKind
    path: Path
    name: str
    source: str = ""
    home_country: str = ""


class _Refused:
    """The lines that are no entries, and why; only the first are kept."""

    def __init__(self) -> None:
        self.count = 0
        self.first: list[tuple[int, str]] = []

    def add(self, line: int, why: str) -> None:
        self.count += 1
        if len(self.first) < MOST_TOLD:
            self.first.append((line, why))


def kind_of(word: str) -> RegisterKind:
    """The kind that a word names."""
    return RegisterKind(word)


def add(folder: Folder, given: List) -> Added:
    """Load a list, in the place of one of that name; lines that are no entries are counted and left out.

    Raises:
        Rejected: ``empty`` when no line is an entry: what was loaded before stays.
    """
    now = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    register = Register(name=given.name, kind=given.kind, added_at=now, source=given.source)
    refused = _Refused()
    if given.kind is RegisterKind.DEAR_RANGE:
        prefixes = list(_prefixes(given, refused))
        _demand(prefixes, given)
        register = register_file.write_prefixes(folder.registers, register, prefixes)
    else:
        keys = array("Q", _keys(given, folder.secret(), refused))
        _demand(keys, given)
        register = register_file.write_keys(folder.registers, register, np.frombuffer(keys, np.uint64))
    lines, reasons = zip(*refused.first, strict=True) if refused.first else ((), ())
    return Added(register, refused.count, lines, reasons)


def loaded(folder: Folder) -> list[dict[str, Any]]:
    """The registers there are, each with what is wrong with it, if anything."""
    rows = []
    for path in register_file.found_in(folder.registers):
        try:
            head = msgspec.to_builtins(register_file.head_of(path))
        except ValueError as error:
            head = {"name": path.stem, "kind": "", "entries": 0, "added_at": "", "source": str(error)}
        rows.append(head)
    return rows


def remove(folder: Folder, name: str) -> bool:
    """Take a register away; whether there was one."""
    return register_file.remove(folder.registers, name)


def _demand(entries: Any, given: List) -> None:
    if not len(entries):
        raise Rejected("empty", f"no line of {given.path.name} is an entry for a register of kind {given.kind}")


def _prefixes(given: List, refused: _Refused) -> Iterator[str]:
    for number, cells in _lines(given.path):
        prefix = prefix_from(cells[0], given.home_country)
        if prefix:
            yield prefix
        else:
            refused.add(number, _why(cells[0], given.home_country, "the beginning of a number"))


def _keys(given: List, secret: bytes, refused: _Refused) -> Iterator[int]:
    is_pair = given.kind is RegisterKind.CONSENT
    for number, cells in _lines(given.path):
        recipient = _recipient(cells[1 if is_pair else 0], given.home_country) if len(cells) > is_pair else ""
        sender = _sender(cells[0], given.home_country) if is_pair else ""
        if is_pair and len(cells) < 2:
            refused.add(number, "one cell where two are wanted: sender, recipient")
        elif is_pair and not sender:
            refused.add(number, _why(cells[0], given.home_country, "a sender"))
        elif not recipient:
            refused.add(number, _why(cells[is_pair], given.home_country, "a number or mail address"))
        else:
            yield register_file.key(secret, sender, recipient) if is_pair else register_file.key(secret, recipient)


def _why(written: str, home_country: str, wanted: str) -> str:
    """Why a cell is no entry, and what would make it one; never the cell itself, which may be somebody's number."""
    if not written:
        return f"an empty cell where {wanted} is wanted"
    digits = sum(sign.isdecimal() for sign in written)
    if not digits or any(sign.isalpha() for sign in written):
        return f"not {wanted}"
    if written.startswith(("+", "00")):
        return f"too short or too long for {wanted}"
    if home_country:
        return f"no number that the plan of {home_country} knows: write it with + and its country code"
    return "a number without its country code: write it with + and the code, or say the country (--country)"


def _lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Number and cells of every line that is no remark; a first line of column names is left out."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        for number, line in enumerate(file, 1):
            if not line.strip() or line.lstrip().startswith("#"):
                continue
            cells = [cell.strip() for cell in next(csv.reader([line], delimiter=_delimiter(line)))]
            if number == 1 and cells[0].lower() in _HEADS:
                continue
            yield number, cells


def _delimiter(line: str) -> str:
    return next((sign for sign in "\t;," if sign in line), ",")


def _recipient(written: str, home_country: str) -> str:
    """A number or mail address as messages name it; empty for what is neither."""
    if _IN_FULL.fullmatch(written):
        return written
    party = party_from(written, home_country)
    return party.value if party and party.kind in (PartyKind.PHONE, PartyKind.EMAIL, PartyKind.SIP) else ""


def _sender(written: str, home_country: str) -> str:
    """A number, address, short code or name as messages name it, or a mail domain as it is."""
    if _IN_FULL.fullmatch(written) or ("." in written and "@" not in written and " " not in written):
        return written
    party = party_from(written, home_country)
    return party.value if party else ""
