"""A register as a file: what it is in its head, then sorted keys, or prefixes of numbers."""

import os
from collections.abc import Sequence
from enum import StrEnum
from hashlib import blake2b
from pathlib import Path

import msgspec
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

ENDING = ".register"
_HEAD_BYTES = 4096
_KEY = np.dtype("<u8")

Keys = NDArray[np.uint64]


class RegisterKind(StrEnum):
    """What it means to be on a register."""

    DO_NOT_CALL = "do-not-call"
    DO_NOT_CONTACT = "do-not-contact"
    CONSENT = "consent"
    DEAR_RANGE = "dear-range"


class Register(Struct, frozen=True, kw_only=True):
    """A loaded register: ``entries`` counts its distinct ones, ``source`` says whose list it is and of when."""

    name: str
    kind: RegisterKind
    entries: int = 0
    added_at: str = ""
    source: str = ""


def key(secret: bytes, *names: str) -> int:
    """64 bits that stand for a number or address, or for a sender and a recipient, under a node's secret.

    Keyed BLAKE2b (RFC 7693): who takes the file without the secret can't try numbers. In a list of 250 million, one
    look-up in 70 thousand million finds what is not there.
    """
    folded = "\0".join(name.strip().casefold() for name in names)
    taken = blake2b(folded.encode("utf-8", "surrogatepass"), digest_size=8, key=secret[:64], person=b"register")
    return int.from_bytes(taken.digest(), "little")


def write_keys(folder: Path, register: Register, keys: Keys) -> Register:
    """Keep (n,) keys as the register, in the place of one of that name, whole or not at all; it comes back counted."""
    ordered = np.sort(keys).astype(_KEY)  # np.unique takes ten times as long (20 million, NumPy 2.4)
    distinct = ordered[np.diff(ordered, prepend=~ordered[:1]) != 0]
    return _write(folder, msgspec.structs.replace(register, entries=len(distinct)), distinct.tobytes())


def write_prefixes(folder: Path, register: Register, prefixes: Sequence[str]) -> Register:
    """Keep prefixes (E.164 with the plus sign) as the register; else as ``write_keys``."""
    distinct = sorted(set(prefixes))
    body = "\n".join(distinct).encode("ascii")
    return _write(folder, msgspec.structs.replace(register, entries=len(distinct)), body)


def remove(folder: Path, name: str) -> bool:
    """Take a register away; whether there was one."""
    try:
        _place(folder, name).unlink()
    except FileNotFoundError:
        return False
    return True


def found_in(folder: Path) -> list[Path]:
    """The files of the registers in a folder, by name."""
    return sorted(folder.glob(f"*{ENDING}"))


def head_of(path: Path) -> Register:
    """What a register is.

    Raises:
        ValueError: the file is none.
    """
    try:
        with path.open("rb") as file:
            return msgspec.json.decode(file.read(_HEAD_BYTES).strip(), type=Register)
    except msgspec.DecodeError as error:
        raise ValueError(f"{path.name} is no register: remove it, and add the list again") from error


def keys_of(path: Path) -> Keys:
    """(n,) keys, ascending; read from the disk page by page, as they are looked up."""
    if path.stat().st_size < _HEAD_BYTES + _KEY.itemsize:
        return np.zeros(0, _KEY)
    return np.memmap(path, _KEY, mode="r", offset=_HEAD_BYTES)


def prefixes_of(path: Path) -> list[str]:
    """The prefixes of a dear range."""
    return path.read_bytes()[_HEAD_BYTES:].decode("ascii").split()


def _write(folder: Path, register: Register, body: bytes) -> Register:
    place = _place(folder, register.name)
    head = msgspec.json.encode(register)
    if len(head) > _HEAD_BYTES:
        raise ValueError("the source of a register is told in a few words")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = folder / f".{register.name}.{os.getpid()}"
    with os.fdopen(os.open(draft, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as file:
        file.write(head.ljust(_HEAD_BYTES) + body)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(place)
    return register


def _place(folder: Path, name: str) -> Path:
    if not name.isascii() or not name.replace("-", "").replace("_", "").isalnum():
        raise ValueError("the name of a register is of letters, digits and hyphens")
    return folder / f"{name}{ENDING}"
