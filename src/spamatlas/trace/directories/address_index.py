"""The address data, laid out once so that every worker shares it by memory map.

``plevin`` unpacks its file as it is asked: 1 ms for an address in a part not yet seen and some 400 MB in
each process that asked for many (its figures and ours). Here its columns are unpacked whole, once, into
flat files: a look-up is a bisection in shared memory.
"""

import contextlib
from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any

import msgspec
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

LAYOUT = 1
_INSIDE_64 = 0xFFFF_FFFF_FFFF_FFFF
COLUMNS = ("network", "country", "registry", "prefix", "rpki", "usage", "service")


class Holder(Struct, frozen=True, array_like=True):
    """Who announces or holds a block."""

    asn: int
    handle: str
    company: str
    category: str
    abuse_mailbox: str


class Words(Struct, frozen=True):
    """What the codes of the columns stand for, and the day the data was made (ISO 8601)."""

    built: str
    countries: list[str]
    registries: list[str]
    rpki: list[str]
    usages: list[str]
    services: list[str]


def folder_name(release: str, body_bytes: int) -> str:
    """The folder of one release of the data: another, or another layout, gets another."""
    return f"addresses-{release}-{body_bytes}-{LAYOUT}"


def lay_out(file: Any, folder: Path) -> None:
    """Unpack a ``plevin.reader.File`` into ``folder``; some four seconds, 38 MB on disk.

    The folder appears whole or not at all: it is made beside and renamed.

    Raises:
        OSError: the place cannot be written.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(mkdtemp(prefix="addresses-", dir=folder.parent))
    try:
        _write(file, draft)
        with contextlib.suppress(OSError):  # another process was first: the same content stands there
            draft.rename(folder)
    finally:
        rmtree(draft, ignore_errors=True)


def _write(file: Any, draft: Path) -> None:
    strings = _strings(file.sections["strings"])
    countries, by_place = _countries(file, strings)
    books = file.head["vocabularies"]
    for version in (4, 6):
        starts, columns = _spine(file, version, by_place)
        np.save(draft / f"v{version}-starts.npy", starts)
        for name, column in columns.items():
            np.save(draft / f"v{version}-{name}.npy", column)
    offsets, blob = _holders(file, strings, books["categories"])
    np.save(draft / "holder-offsets.npy", offsets)
    (draft / "holders.bin").write_bytes(blob)
    words = Words(
        built=file.built,
        countries=countries,
        registries=books["countries"],
        rpki=books["rpki"],
        usages=books["categories"],
        services=books["services"],
    )
    (draft / "words.json").write_bytes(msgspec.json.encode(words))


def _column(section: Any) -> NDArray[Any]:
    return np.concatenate([np.asarray(section.whole(index)) for index in range(section.blocks)])


def _strings(section: Any) -> list[str]:
    groups = range(-(-section.count // section.per_group))
    return ["", *chain.from_iterable(section.values(group) for group in groups)]


def _countries(file: Any, strings: list[str]) -> tuple[list[str], NDArray[np.uint8]]:
    city = _column(file.sections["link.place.city"])
    written = np.concatenate([[0], _column(file.sections["col.city.country"])])[city]
    found, code = np.unique(np.concatenate([[0], written]), return_inverse=True)
    return [strings[index] for index in found], code.astype(np.uint8)


def _spine(file: Any, version: int, by_place: NDArray[np.uint8]) -> tuple[NDArray[Any], dict[str, NDArray[Any]]]:
    """Rows that say the same as the one before are dropped; IPv6 is told apart down to /64."""
    sections, name = file.sections, f"spine.v{version}"
    index = sections[name]
    keys: Iterable[int] = chain.from_iterable(
        index.values(group) for group in range(-(-index.count // index.per_group))
    )
    if version == 6:
        keys = (key >> 64 if key & _INSIDE_64 == 0 else _INSIDE_64 for key in keys)
    starts = np.fromiter(keys, dtype=np.uint32 if version == 4 else np.uint64, count=index.count)
    kept = starts != _INSIDE_64 if version == 6 else np.ones(index.count, dtype=bool)
    starts = starts[kept]
    record = _column(sections[f"{name}.abuse"])[kept]
    columns = {
        "network": _column(sections[f"{name}.network"])[kept].astype(np.uint32),
        "country": by_place[_column(sections[f"{name}.place"])[kept]],
        "registry": _column(sections[f"{name}.country"])[kept].astype(np.uint8),
        "prefix": _column(sections[f"{name}.prefix"])[kept].astype(np.uint8),
        "rpki": _column(sections[f"{name}.rpki"])[kept].astype(np.uint8),
        "usage": np.concatenate([[0], _column(sections["col.abuse.user_type"])])[record].astype(np.uint8),
        "service": np.concatenate([[0], _column(sections["col.abuse.service"])])[record].astype(np.uint8),
    }
    fresh = np.zeros(len(starts), dtype=bool)
    fresh[:1] = True
    for column in columns.values():
        fresh[1:] |= column[1:] != column[:-1]
    return starts[fresh], {name: column[fresh] for name, column in columns.items()}


def _holders(file: Any, strings: list[str], categories: list[str]) -> tuple[NDArray[np.uint32], bytes]:
    sections = file.sections
    operator = _column(sections["link.network.operator"])
    company, mailbox, category = (
        np.concatenate([[0], _column(sections[f"col.operator.{name}"])])[operator].tolist()
        for name in ("company", "abuse_email", "category")
    )
    asns = _column(sections["col.network.asn"]).tolist()
    handles = _column(sections["col.network.handle"]).tolist()
    encode, blob, offsets = msgspec.msgpack.Encoder().encode, bytearray(), [0]
    for row, asn in enumerate(asns):
        holder = Holder(
            asn, strings[handles[row]], strings[company[row]], categories[category[row]], strings[mailbox[row]]
        )
        blob += encode(holder)
        offsets.append(len(blob))
    return np.array(offsets, dtype=np.uint32), bytes(blob)


def is_whole(folder: Path) -> bool:
    """Whether an index stands there."""
    return (folder / "words.json").is_file()
