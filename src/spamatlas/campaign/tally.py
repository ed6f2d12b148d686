"""How many different ones there were: exact while few, in 8 bytes each, estimated in 4 KiB when many."""

import math
from array import array
from bisect import bisect_left
from collections.abc import Iterable

# Up to here the count is exact. Small cells are suppressed in publications, so small counts must not be estimates.
EXACT = 256
_BITS = 12
REGISTERS = 1 << _BITS
"""Bytes of a tally that estimates."""
_ALPHA = 0.7213 / (1 + 1.079 / REGISTERS)


class Tally:
    """Counts distinct 64-bit hashes; never shrinks.

    HyperLogLog (Flajolet et al., AofA 2007) with 4,096 registers and linear counting for the low range: a
    standard error of 1.04 / sqrt(4096) = 1.6 %, a bias of up to 4 % around 10,000. Two tallies merge into that of both.
    """

    __slots__ = ("_count", "_inverse", "_registers", "_seen", "_zeros")

    def __init__(self, hashes: Iterable[int] = ()) -> None:
        self._seen: array[int] | None = array("Q", sorted(set(hashes)))
        self._registers = bytearray()
        self._inverse = 0.0
        self._zeros = 0
        self._count = len(self._seen)

    def __len__(self) -> int:
        return self._count

    def add(self, value: int) -> None:
        """Count a hash, once."""
        if self._seen is None:
            self._put(value)
        else:
            place = bisect_left(self._seen, value)
            if place < self._count and self._seen[place] == value:
                return
            self._seen.insert(place, value)
            self._count += 1
            if self._count > EXACT:
                self._estimate_from(self._seen)

    def merge(self, other: "Tally") -> None:
        """Count what the other one counted as well."""
        if other._seen is not None:  # noqa: SLF001  of the same class
            for value in other._seen:  # noqa: SLF001
                self.add(value)
            return
        if self._seen is not None:
            self._estimate_from(self._seen)
        for register, rank in enumerate(other._registers):  # noqa: SLF001
            self._raise(register, rank)
        self._count = max(self._count, len(other), self._estimate())

    def replace(self, value: int, other: int) -> None:
        """Have counted another hash, which was not, in place of one, while the count is exact."""
        if self._seen is not None and value in self._seen:
            self._seen.remove(value)
            self._seen.insert(bisect_left(self._seen, other), other)

    @property
    def seen(self) -> "array[int] | None":
        """The hashes, while the count is exact."""
        return self._seen

    def registers(self) -> tuple[bytearray, float, int, int]:
        """What an estimate goes by: registers, their inverse sum, how many are nought, and the count."""
        return self._registers, self._inverse, self._zeros, self._count

    @classmethod
    def of_seen(cls, seen: "array[int]") -> "Tally":
        """A tally that is exact, of different hashes in order; they are its own from now on."""
        tally = cls()
        tally._seen, tally._count = seen, len(seen)
        return tally

    @classmethod
    def of_registers(cls, registers: bytes, inverse: float, zeros: int, count: int) -> "Tally":
        """A tally that estimates, as ``registers`` had it."""
        tally = cls()
        tally._seen, tally._registers = None, bytearray(registers)
        tally._inverse, tally._zeros, tally._count = inverse, zeros, count
        return tally

    def _estimate_from(self, seen: Iterable[int]) -> None:
        self._registers = bytearray(REGISTERS)
        self._inverse, self._zeros, self._seen = float(REGISTERS), REGISTERS, None
        for value in seen:
            self._put(value)

    def _put(self, value: int) -> None:
        rest = value >> _BITS
        if self._raise(value & REGISTERS - 1, 64 - _BITS - rest.bit_length() + 1):
            self._count = max(self._count, self._estimate())

    def _raise(self, register: int, rank: int) -> bool:
        before = self._registers[register]
        if rank <= before:
            return False
        self._registers[register] = rank
        self._inverse += 2.0**-rank - 2.0**-before
        self._zeros -= before == 0
        return True

    def _estimate(self) -> int:
        raw = _ALPHA * REGISTERS * REGISTERS / self._inverse
        if raw <= 2.5 * REGISTERS and self._zeros:
            return round(REGISTERS * math.log(REGISTERS / self._zeros))
        return round(raw)
