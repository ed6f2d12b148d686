"""The header fields of a message by lower-case name, read once for all who ask."""

from functools import lru_cache


@lru_cache(maxsize=4)
def fields(headers: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """Each field's value, the values of one that comes again joined by a comma; names have no case (RFC 5322, 1.2.2).

    Few are kept: those who ask about one message ask one after the other.
    """
    found: dict[str, str] = {}
    for name, value in headers:
        key = name.lower()
        found[key] = f"{found[key]}, {value}" if key in found else value
    return found
