import mmap
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from importlib.metadata import version as release_of
from importlib.util import find_spec
from ipaddress import ip_network
from pathlib import Path
from socket import AF_INET, AF_INET6, inet_ntop, inet_pton
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
import numpy as np

from spamatlas.trace.directories.address_index import COLUMNS, Holder, Words, folder_name, is_whole, lay_out
from spamatlas.trace.facts import AddressFacts

# RFC 1918, 1122, 3927, 6598; RFC 4193, 4291: addresses that only mean something inside one's own network.
_OWN = {
    4: ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "169.254.0.0/16", "100.64.0.0/10"),
    6: ("::1/128", "fc00::/7", "fe80::/10"),
}
_OWN_SPANS = {
    version: tuple((int(block[0]), int(block[-1])) for block in map(ip_network, blocks))
    for version, blocks in _OWN.items()
}
_MAPPED, _SIX_TO_FOUR = 0xFFFF, 0x2002  # RFC 4291, section 2.5.5.2; RFC 3056


class Addresses:
    """Who holds an IP address and where it is used, from the data on this machine alone."""

    def __init__(self, folder: Path | None) -> None:
        self.as_of: date | None = None
        self._families: dict[int, _Family] = {}
        if folder is not None:
            self._load(folder)
        self.find = lru_cache(maxsize=65_536)(self._find)

    @classmethod
    def open(cls, cache: Path) -> "Addresses":
        """The data that is installed, laid out below ``cache`` the first time (two seconds).

        Where the cache cannot be written the layout lives as long as the process; where no data is
        installed every public address is simply not known.
        """
        if find_spec("plevin") is None or find_spec("plevin_db") is None:
            return cls(None)
        from plevin_db import PATH  # noqa: PLC0415  a command that looks nothing up does not pay for it

        folder = cache / folder_name(release_of("plevin-db"), Path(PATH).stat().st_size)
        if is_whole(folder):
            return cls(folder)
        from plevin.reader import File  # noqa: PLC0415  17 ms to load, where there is something to lay out

        file = File(PATH)
        try:
            lay_out(file, folder)
        except OSError:
            with TemporaryDirectory() as place:
                lay_out(file, Path(place) / "addresses")
                return cls(Path(place) / "addresses")
        return cls(folder)

    def _load(self, folder: Path) -> None:
        self._words = msgspec.json.decode((folder / "words.json").read_bytes(), type=Words)
        self.as_of = date.fromisoformat(self._words.built)
        self._families = {version: _Family(folder, version) for version in (4, 6)}
        self._offsets = _flat(folder / "holder-offsets.npy")
        with (folder / "holders.bin").open("rb") as handle:
            self._holders = mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ)
        self._decoder = msgspec.msgpack.Decoder(Holder)
        self._holder = lru_cache(maxsize=8_192)(self._read_holder)

    def _find(self, written: str) -> AddressFacts:
        version, number = _number(written)
        if not version:
            return AddressFacts(written)
        if any(first <= number <= last for first, last in _OWN_SPANS[version]):
            return AddressFacts(written, scope="private")
        family = self._families.get(version)
        row = family.row(number) if family else -1
        if family is None or row < 0:
            return AddressFacts(written, scope="public")
        return self._describe(
            written, _block(version, number, family.columns[3][row]), [c[row] for c in family.columns]
        )

    def _describe(self, written: str, block: str, row: list[int]) -> AddressFacts:
        words = self._words
        link, country, registry, _, rpki, usage, service = row
        holder = self._holder(link) if link else Holder(0, "", "", "", "")
        return AddressFacts(
            written,
            scope="public",
            asn=holder.asn,
            network=block,
            operator=holder.company or holder.handle,
            country=words.countries[country],
            registry_country=words.registries[registry],
            rpki=words.rpki[rpki] or "unknown",
            abuse_mailbox=holder.abuse_mailbox,
            usage=words.usages[usage] or holder.category,
            service=words.services[service],
        )

    def _read_holder(self, link: int) -> Holder:
        return self._decoder.decode(self._holders[self._offsets[link - 1] : self._offsets[link]])


class _Family:
    """The rows of one version of IP; row ``i`` reaches from ``starts[i]`` to before ``starts[i + 1]``."""

    def __init__(self, folder: Path, version: int) -> None:
        self.version = version
        self.starts = _flat(folder / f"v{version}-starts.npy")
        self.columns = tuple(_flat(folder / f"v{version}-{name}.npy") for name in COLUMNS)

    def row(self, number: int) -> int:
        return bisect_right(self.starts, number if self.version == 4 else number >> 64) - 1


def _number(written: str) -> tuple[int, int]:
    """Version and value; an IPv4 address inside an IPv6 one counts as itself. Version 0 where it is none."""
    try:
        if ":" not in written:
            return 4, int.from_bytes(inet_pton(AF_INET, written))
        number = int.from_bytes(inet_pton(AF_INET6, written.partition("%")[0]))
    except (OSError, ValueError):
        return 0, 0
    if number >> 32 == _MAPPED:
        return 4, number & 0xFFFF_FFFF
    if number >> 112 == _SIX_TO_FOUR:
        return 4, number >> 80 & 0xFFFF_FFFF
    return 6, number


def _block(version: int, number: int, prefix: int) -> str:
    if not prefix:
        return ""
    spare = (32 if version == 4 else 128) - prefix
    packed = (number >> spare << spare).to_bytes(4 if version == 4 else 16)
    return f"{inet_ntop(AF_INET if version == 4 else AF_INET6, packed)}/{prefix}"


def _flat(path: Path) -> Sequence[int]:
    # A memory view is indexed several times as fast as an array, and shares the pages all the same.
    array: Any = np.load(path, mmap_mode="r")
    return memoryview(array)
