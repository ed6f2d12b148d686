"""Keys, session words and invitations: made at random, kept as keyed hashes; passwords by argon2id."""

import secrets
from functools import cache
from hashlib import blake2b
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from msgspec import Struct

from spamatlas.model import Rejected

KEY_MARK = "spamatlas_"
"""What every key begins with, so that one that leaked is known for what it is."""
LEAST_PASSWORD, LONGEST_PASSWORD = 12, 256
LEAST_SCORE, LONGEST_GUESSED = 3, 72
"""From 10^8 guesses on; what stands behind the 72nd character makes no guess easier, and would take long to look at."""
AT_ONCE = 2
"""So many passwords are hashed at a time: each takes 64 MiB."""
_HASHER = PasswordHasher(time_cost=3, memory_cost=65_536, parallelism=1)
"""The second recommended option of RFC 9106, section 4, with one lane: a node's processors have other work."""
_TURN = BoundedSemaphore(AT_ONCE)


class NewSecret(Struct, frozen=True):
    """What is handed out once, and what is kept of it."""

    text: str
    prefix: str
    digest: bytes


def new_key(key: bytes) -> NewSecret:
    """A key for programs: mark, eight hexadecimal digits to tell it by, 256 random bits."""
    prefix = secrets.token_hex(4)
    text = f"{KEY_MARK}{prefix}_{secrets.token_urlsafe(32)}"
    return NewSecret(text, prefix, digest_of(text, key))


def new_word(key: bytes) -> NewSecret:
    """256 random bits: a session or an invitation."""
    text = secrets.token_urlsafe(32)
    return NewSecret(text, "", digest_of(text, key))


def digest_of(text: str, key: bytes) -> bytes:
    """The keyed hash (BLAKE2b, RFC 7693) under which a secret of full entropy is kept."""
    return blake2b(text.encode("utf-8", "replace"), key=key, digest_size=32).digest()


def prefix_of(text: str) -> str:
    """The prefix of what has the form of a key; empty for anything else."""
    prefix, _, secret = text.removeprefix(KEY_MARK).partition("_")
    is_key = text.startswith(KEY_MARK) and len(prefix) == 8 and len(secret) == 43
    return prefix if is_key else ""


def hash_password(password: str, *hints: str) -> str:
    """A new password's argon2id hash.

    Raises:
        Rejected: ``weak-password`` for one that is short, long, common, a pattern, or made of the ``hints``. What it is
            made of is nobody's business (NIST SP 800-63B-4, section 3.1.1.2): no figures or signs are asked for.
    """
    if not LEAST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise Rejected("weak-password", "a password has 12 to 256 characters; several words make a good one")
    left = password.casefold()
    for hint in sorted((part for each in hints for part in _parts(each)), key=len, reverse=True):
        left = left.replace(hint, "")
    if len(set(left)) < 5 or _guesses_are_few(left):
        raise Rejected("weak-password", "that is easily guessed: take several words that do not name you")
    with _TURN:
        return _HASHER.hash(password)


def _guesses_are_few(password: str) -> bool:
    """Whether zxcvbn (Wheeler, USENIX Security 2016) finds it within 10^8 guesses: it knows 30,000 common passwords,
    names and words, and rows of keys, dates and repetitions.
    """
    from zxcvbn import zxcvbn  # noqa: PLC0415  its lists are read when a password is set, and not at each start

    return bool(zxcvbn(password[:LONGEST_GUESSED])["score"] < LEAST_SCORE)


def is_password(password: str, kept: str) -> bool:
    """Whether it is the password; takes as long where none is kept."""
    with _TURN:
        try:
            matches = _HASHER.verify(kept or _nobodys(), password[: LONGEST_PASSWORD + 1])
        except (VerificationError, InvalidHashError):
            return False
    return matches and bool(kept)


@cache
def _nobodys() -> str:
    return _HASHER.hash(secrets.token_urlsafe(32))


def _parts(hint: str) -> list[str]:
    """The words of a name or an address that are long enough to be missed."""
    return [each for each in hint.casefold().replace("@", " ").replace(".", " ").split() if len(each) > 2]
