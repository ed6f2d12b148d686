"""What a ledger holds, as named columns of numbers: to be written down whole, and taken in again."""

from array import array
from collections.abc import Collection, Mapping
from itertools import chain, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Columns = dict[str, NDArray[Any]]
"""By name, each in one dimension or two. They may be the ledger's own memory: they hold until it changes."""


def within(name: str, columns: Mapping[str, NDArray[Any]]) -> Columns:
    """Columns as those of a part of something, which has this name."""
    return {f"{name}/{own}": column for own, column in columns.items()}


def of_part(name: str, columns: Mapping[str, NDArray[Any]]) -> Columns:
    """The columns of the part with this name."""
    start = f"{name}/"
    return {each.removeprefix(start): column for each, column in columns.items() if each.startswith(start)}


def of_array(kept: "array[Any]") -> NDArray[Any]:
    """An array as a column, without a copy; while that lives the array can't grow."""
    return np.frombuffer(kept, dtype=kept.typecode) if kept else np.zeros(0, dtype=kept.typecode)


def to_array(column: NDArray[Any]) -> "array[Any]":
    """A column of 32-bit or 64-bit numbers, or of floating ones, as an array."""
    found = array({"u4": "I", "u8": "Q", "f8": "d"}[column.dtype.str[1:]])
    found.frombytes(np.ascontiguousarray(column).data.cast("B"))
    return found


def of_numbers(numbers: Mapping[int, int]) -> Columns:
    """Numbers by number, in their order."""
    many = len(numbers)
    return {
        "keys": np.fromiter(numbers.keys(), dtype="Q", count=many),
        "values": np.fromiter(numbers.values(), dtype="Q", count=many),
    }


def to_numbers(columns: Mapping[str, NDArray[Any]]) -> dict[int, int]:
    """The same from columns."""
    return dict(zip(columns["keys"].tolist(), columns["values"].tolist(), strict=True))


def of_lists(lists: Mapping[int, Collection[int]]) -> Columns:
    """Several numbers by number, in their order."""
    many = [len(each) for each in lists.values()]
    return {
        "keys": np.fromiter(lists.keys(), dtype="Q", count=len(lists)),
        "ends": np.cumsum(np.array(many, dtype="Q"), dtype="Q"),
        "values": np.fromiter(chain.from_iterable(lists.values()), dtype="Q", count=sum(many)),
    }


def to_lists(columns: Mapping[str, NDArray[Any]]) -> dict[int, list[int]]:
    """The same from columns."""
    values = columns["values"].tolist()
    bounds = pairwise([0, *columns["ends"].tolist()])
    return {key: values[start:end] for key, (start, end) in zip(columns["keys"].tolist(), bounds, strict=True)}
