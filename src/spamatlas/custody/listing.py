"""The list of a package's files and their hashes, as ``sha256sum`` writes and checks it."""

import re
from collections.abc import Mapping

from spamatlas.model import Rejected

_LINE = re.compile(r"([0-9a-f]{64})  ([a-z0-9][a-z0-9._-]*(?:/[a-z0-9][a-z0-9._-]*){0,2})", re.IGNORECASE)
MOST_NAME = 120


def written(digests: Mapping[str, str]) -> bytes:
    """The list, by name."""
    return "".join(f"{digest}  {path}\n" for path, digest in sorted(digests.items())).encode()


def read(listing: bytes) -> dict[str, str]:
    """SHA-256 by path. A path is one that unpacks into the folder where it is unpacked, and nowhere else.

    Raises:
        Rejected: ``listing-broken``.
    """
    found: dict[str, str] = {}
    try:
        text = listing.decode("ascii")
    except UnicodeDecodeError as error:
        raise Rejected("listing-broken", "the list of files is no list of hashes") from error
    if not text.endswith("\n"):
        raise Rejected("listing-broken", "the list of files is cut off")
    for number, line in enumerate(text.split("\n")[:-1], 1):
        parts = _LINE.fullmatch(line)
        if not parts or len(parts[2]) > MOST_NAME or parts[2] in found:
            raise Rejected("listing-broken", f"line {number} of the list of files names no file of a package")
        found[parts[2]] = parts[1].lower()
    return found
