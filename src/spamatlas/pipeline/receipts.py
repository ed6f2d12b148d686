"""A receipt's number: what a reporter holds to see and withdraw a report, and nobody can guess or work out."""

import re
from base64 import b32decode, b32encode
from hashlib import blake2b

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import ECB

_OURS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_TO_PEOPLE = str.maketrans(_OURS, _CROCKFORD)
_FROM_PEOPLE = str.maketrans(_CROCKFORD, _OURS)
_ALIKE = str.maketrans("OIL", "011")
_WRITTEN = re.compile(r"[0-9A-TV-Z]{26}")
DIGITS = 26
GROUP = 4


class Receipts:
    """Report ids to receipt numbers and back, under a node's secret.

    A report's id is known to the operator and goes out in exports, so it must not be the receipt. The number is
    the 128-bit id as one block of AES (FIPS 197) under a key that follows from the secret: a permutation, so that each
    report has one number and nothing needs to be stored; without the key a number can't be had from an id, and a
    guessed number is the id of one of N reports with a chance of N / 2^128. Written in the 32 signs of Crockford's
    Base32, which has no letter that looks like another, in groups of four.
    """

    def __init__(self, secret: bytes) -> None:
        key = blake2b(b"receipt", key=secret[:64], digest_size=32).digest()
        self._cipher = Cipher(AES(key), ECB())  # noqa: S305  one block, never two: a permutation is what is wanted

    def number(self, identifier: str) -> str:
        """The receipt number of a report's id (32 hexadecimal digits)."""
        work = self._cipher.encryptor()
        block = work.update(bytes.fromhex(identifier)) + work.finalize()
        written = b32encode(block).decode().rstrip("=").translate(_TO_PEOPLE)
        return "-".join(written[at : at + GROUP] for at in range(0, DIGITS, GROUP))

    def identifier(self, number: str) -> str:
        """The report's id behind a number however people write it; empty for what is no number."""
        written = re.sub(r"[\s-]", "", number[:100]).upper().translate(_ALIKE)
        if not _WRITTEN.fullmatch(written):
            return ""
        block = b32decode(written.translate(_FROM_PEOPLE) + "======")
        work = self._cipher.decryptor()
        found = (work.update(block) + work.finalize()).hex()
        # Two bits of the last sign mean nothing: only the number as we write it is one.
        return found if self.number(found).replace("-", "") == written else ""
