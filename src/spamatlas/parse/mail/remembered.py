"""What was read of a file, once a distinct file."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

Read = TypeVar("Read")

REMEMBERED = 4096


class Remembered(Generic[Read]):
    """What ``read`` made of the last ``REMEMBERED`` files, by the file's SHA-256."""

    def __init__(self, read: Callable[[bytes], Read]) -> None:
        self._read = read
        self._known: OrderedDict[str, Read] = OrderedDict()

    def of(self, body: bytes, digest: str) -> Read:
        """What was read of these bytes, whose SHA-256 is ``digest``."""
        if digest in self._known:
            self._known.move_to_end(digest)
            return self._known[digest]
        found = self._known[digest] = self._read(body)
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return found
