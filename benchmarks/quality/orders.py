"""The SpamAssassin corpus in orders that anyone can make again."""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from msgspec import Struct
from training.mail import message_of

from benchmarks.quality.study import members
from spamatlas.model import Message


class Mail(Struct, frozen=True):
    """One mail; ``digest`` is the SHA-256 of its bytes in hexadecimal."""

    digest: str
    is_spam: bool
    message: Message
    body: bytes


def corpus(folder: Path) -> list[Mail]:
    """Every mail that can be read."""
    found = []
    for name, body in members(folder / "email" / "spamassassin.tar.gz"):
        kind = next((part for part in Path(name).parts if part in ("ham", "spam")), "")
        message = message_of(body) if kind else None
        if message is not None:
            found.append(Mail(sha256(body).hexdigest(), kind == "spam", message, body))
    return found


def ordered(mails: Sequence[Mail], seed: int) -> list[Mail]:
    """By SHA-256 of ``seed:digest``."""
    return sorted(mails, key=lambda mail: sha256(f"{seed}:{mail.digest}".encode()).hexdigest())
