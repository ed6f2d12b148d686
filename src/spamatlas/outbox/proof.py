"""Names that this node alone can make: return paths, message ids, links to unsubscribe. No record is asked for them."""

import re
from base64 import b32encode
from hashlib import blake2b
from hmac import compare_digest

from msgspec import Struct

PROOF_BYTES = 10
"""80 bits: who guesses ten thousand a second needs four million years for an even chance of one."""
_PATH = re.compile(r"\+(\d{1,12})-([a-z2-7]{16})@", re.ASCII)
_LINK = re.compile(r"([a-z-]{1,40})\.([0-9a-f]{32})\.([a-z2-7]{16})", re.ASCII)


class Proof(Struct, frozen=True):
    """``key`` is a secret of the node, ``sender`` the address that its mail is from."""

    key: bytes
    sender: str

    def return_path(self, number: int) -> str:
        """Where a mail server reports that a letter can't be delivered: an address a letter."""
        local, _, domain = self.sender.rpartition("@")
        return f"{local}+{number}-{self._of('return path', str(number))}@{domain}"

    def message_id(self, number: int) -> str:
        """The same for a letter that is sent again (RFC 5322, section 3.6.4)."""
        return f"<{number}.{self._of('message id', str(number))}@{self.sender.rpartition('@')[2]}>"

    def number_in(self, text: str) -> int:
        """The letter whose return path stands in a text; 0 where none does that we made."""
        for found in _PATH.finditer(text[:10_000].lower()):
            if compare_digest(found[2], self._of("return path", str(int(found[1])))):
                return int(found[1])
        return 0

    def no_more(self, kind: str, digest: bytes) -> str:
        """The word of a link with which an address refuses a kind of letter; it says neither address nor person."""
        about = f"{kind}.{digest[:16].hex()}"
        return f"{about}.{self._of('no more', about)}"

    def refused_by(self, word: str) -> tuple[str, bytes] | None:
        """The kind and the digest in such a word; None for one that we did not make."""
        found = _LINK.fullmatch(word)
        if found is None or not compare_digest(found[3], self._of("no more", f"{found[1]}.{found[2]}")):
            return None
        return found[1], bytes.fromhex(found[2])

    def _of(self, purpose: str, text: str) -> str:
        made = blake2b(f"{purpose}\0{text}".encode(), key=self.key, digest_size=PROOF_BYTES).digest()
        return b32encode(made).decode().lower()
