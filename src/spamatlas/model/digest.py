"""What things are known by where a number must do."""

from hashlib import blake2b

NO_DIGEST = "0" * 64
"""Stands where the SHA-256 of a line before would stand and there is none."""


def short_digest(text: str) -> int:
    """64 bits of BLAKE2b (RFC 7693), the first byte the lowest; what is stored holds such numbers, so it stays."""
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")
