"""The characters of a short message (3GPP TS 23.038)."""

from collections.abc import Iterator

# 3GPP TS 23.038, section 6.2.1: the default alphabet, and section 6.2.1.1: what follows the escape.
_BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION = {10: "\f", 20: "^", 40: "{", 41: "}", 47: "\\", 60: "[", 61: "~", 62: "]", 64: "|", 101: "€"}
_ESCAPE = 27

CODINGS = ("gsm7", "gsm7-packed", "ucs2", "latin1", "utf8")
"""How the bytes of a short message can be written; SMPP 3.4, section 5.2.19, calls them 0, –, 8, 3 and none."""


def text_from(octets: bytes, coding: str) -> str:
    """The text in the bytes of a short message; ``coding`` is one of ``CODINGS``.

    ``gsm7`` has one septet an octet, ``gsm7-packed`` eight septets in seven octets. Any bytes give a text:
    what has no character becomes U+FFFD; an escape before a septet that the extension does not know
    gives that septet's own character, and before another escape a blank (section 6.2.1.1).
    """
    if coding == "gsm7":
        return _characters(octets)
    if coding == "gsm7-packed":
        return _characters(unpacked(octets))
    if coding == "ucs2":
        # Phones write UTF-16 with surrogates for signs beyond the plane that UCS-2 knows.
        return octets.decode("utf-16-be", "replace")
    return octets.decode("latin-1" if coding == "latin1" else "utf-8", "replace")


def unpacked(octets: bytes) -> bytes:
    """Septets, one an octet (section 6.1.2.1.1); a carriage return that only fills the last octet is taken off."""
    padded = octets + b"\0"
    starts = (divmod(7 * place, 8) for place in range(len(octets) * 8 // 7))
    found = bytes((padded[octet] | padded[octet + 1] << 8) >> bit & 0x7F for octet, bit in starts)
    return found[:-1] if len(octets) % 7 == 0 and found.endswith(b"\r") else found


def _characters(septets: bytes) -> str:
    return "".join(_each(septets))


def _each(septets: bytes) -> Iterator[str]:
    escaped = False
    for septet in septets:
        if escaped:
            escaped = False
            yield _EXTENSION.get(septet, " " if septet == _ESCAPE else _BASIC[septet] if septet < 128 else "\ufffd")
        elif septet == _ESCAPE:
            escaped = True
        else:
            yield _BASIC[septet] if septet < 128 else "\ufffd"
