"""A file of what another place learnt, looked at before it is believed: it comes from outside."""

import re
import zipfile
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spamatlas.judge.learned import LAYOUT, UNIT, Learned

MOST_BYTES = 200_000_000
"""Unpacked. A layer in which every feature is used has 134 MB."""
MOST_WEIGHT = round(1000 / UNIT)
TABLES = ("weights", "grams", "words")
_ORIGIN = re.compile(r"(?:[0-9a-f]{32})?")


def content_of(learned: Learned) -> str:
    """What was learnt, as 32 hexadecimal digits of SHA-256: the same for the same tables, however they were packed."""
    held = sha256(f"{LAYOUT} {learned.texts}".encode())
    for name, table in sorted(learned.tables().items()):
        flat = table.ravel()
        at = np.flatnonzero(flat)
        held.update(f"{name} {len(at)} ".encode())
        held.update(at.astype("<i8").tobytes())
        held.update(flat[at].astype("<i8").tobytes())
    return held.hexdigest()[:32]


def read_foreign(path: Path) -> Learned:
    """What ``Learned.write`` kept at another place, with the name of that place where the file holds one.

    Copies of single lessons are not taken over: what rules at once was taught here.

    Raises:
        ValueError: it is another file, or its figures can't be: places outside the tables, more texts with a feature
            than texts, weights that no lessons give, an origin that no place has.
    """
    try:
        with zipfile.ZipFile(path) as packed:
            if sum(each.file_size for each in packed.infolist()) > MOST_BYTES:
                raise ValueError(f"{path.name} is larger than anything learnt by feedback")
        learned = Learned()
        with np.load(path, allow_pickle=False) as held:
            for name, table in learned.tables().items():
                _check(held, name, table)
            if "origin" in held and (held["origin"].dtype != np.uint8 or held["origin"].shape != (32,)):
                raise ValueError(f"{path.name} names an origin that no place has")
        learned = Learned.read(path, with_copies=False)
    except (zipfile.BadZipFile, KeyError, EOFError, OSError) as error:
        raise ValueError(f"{path.name} holds nothing that was learnt by feedback") from error
    if not _ORIGIN.fullmatch(learned.origin):
        raise ValueError(f"{path.name} names an origin that no place has")
    if not _is_possible(learned):
        raise ValueError(f"{path.name} holds counts that no lessons give")
    return learned


def _check(held: Any, name: str, table: NDArray[np.integer]) -> None:
    at, values = held[f"{name}_at"], held[name]
    if at.dtype.kind not in "iu" or values.dtype.kind not in "iu" or at.ndim != 1 or at.shape != values.shape:
        raise ValueError(f"the table {name} is no row of whole numbers")
    room = np.iinfo(table.dtype)
    if len(at) and not (
        at.min() >= 0 and at.max() < table.size and room.min <= values.min() <= values.max() <= room.max
    ):
        raise ValueError(f"the table {name} names places or figures that there are not")


def _is_possible(learned: Learned) -> bool:
    if len(learned.texts) != 2 or not all(isinstance(each, int) and 0 <= each < 2**31 for each in learned.texts):
        return False
    heaviest = max(learned.weights.max(), -learned.weights.min())
    seen = (learned.grams.seen, learned.words.seen)
    return bool(heaviest <= MOST_WEIGHT) and all(_fits(each, learned.texts) for each in seen)


def _fits(seen: NDArray[np.int32], texts: list[int]) -> bool:
    return all(row.min() >= 0 and row.max() <= most for row, most in zip(seen, texts, strict=True))
