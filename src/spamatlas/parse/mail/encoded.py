"""Text that a mail shows in base64: nobody reads it so, and filters neither."""

import re
from base64 import b64decode

MOST_BLOCKS = 20
MOST_CHARACTERS = 100_000
_LINE = 60
# A block of whole lines, as encoders write them (RFC 2045, section 6.8); tokens in links are none.
_BLOCK = re.compile(r"^[A-Za-z0-9+/]{60,}(?:\r?\n[A-Za-z0-9+/]{4,})*={0,2}[ \t]*$", re.MULTILINE)
_ALIKE = bytes(97 if chr(code).isalnum() or chr(code) in "+/" else 32 for code in range(128)) + bytes(128)
_RUN = b"a" * _LINE


def decoded(text: str) -> str:
    """The texts of the base64 blocks that stand openly in a text; empty where there is none or they are no text."""
    if _RUN not in text.encode("latin-1", "replace").translate(_ALIKE):
        return ""
    found: list[str] = []
    for number, block in enumerate(_BLOCK.finditer(text[:MOST_CHARACTERS])):
        if number >= MOST_BLOCKS:
            break
        written = _text(block[0])
        if written:
            found.append(written)
    return "\n\n".join(found)


def _text(block: str) -> str:
    """What a block says, where it is UTF-8 in words; a picture or a key is none."""
    packed = "".join(block.split()).rstrip("=")
    try:
        text = b64decode(packed + "=" * (-len(packed) % 4)).decode()
    except ValueError:
        return ""
    plain = sum(sign.isprintable() or sign in "\r\n\t" for sign in text)
    return text if plain == len(text) and len(text.split()) >= 5 else ""
