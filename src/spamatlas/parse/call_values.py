"""What a report or record may say of a call, and what is no such value."""

from spamatlas.parse.instant import seconds_from
from spamatlas.parse.passport import verification_from

UNKNOWN = "unknown-"
"""How a warning begins that says that a value was left out; the key that it stood under follows."""
_LEVELS = frozenset({"A", "B", "C"})
_SILENT = frozenset({"", "-", "na", "n/a", "null", "none", "no", "unknown"})
"""How tables write that there is nothing to say."""


def attestation_from(written: str) -> str:
    """A, B or C (RFC 8588, section 4); empty for what is none of them."""
    level = written.strip().upper()
    return level if level in _LEVELS else ""


def unknown(key: str, value: str | float) -> bool:
    """Whether a value says something that the key (``attestation``, ``verstat``, ``ring_seconds``, ``talk_seconds``)
    cannot mean. What says that nothing is known is no such value: switches write -1 for it.
    """
    if isinstance(value, str):
        if value.strip().casefold() in _SILENT:
            return False
        return not (attestation_from(value) if key == "attestation" else verification_from(value))
    return value != -1 and seconds_from(value) is None
