"""An address to pay cryptocurrency to."""

import re
from collections.abc import Iterator

from spamatlas.judge.detector import TEXTS, Detector, Finding
from spamatlas.model import Message, Origin

_WALLET = re.compile(
    r"\b(?:bc1[a-z0-9]{25,60}|[13][a-km-zA-HJ-NP-Z1-9]{25,34}|0x[a-fA-F0-9]{40}|T[1-9A-HJ-NP-Za-km-z]{33})\b"
)
# Letters and digits made one letter: so long a run of it is rare, and found faster than by a pattern.
_ALIKE = bytes(ord("a") if chr(code).isalnum() and code < 128 else 0 for code in range(256))
_SHORTEST = 26
_RUN = b"a" * _SHORTEST


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding for something of the form of a Bitcoin (BIP 173, base58), Ethereum or Tron address."""
    text = message.text[:4000]
    alike = text.encode("ascii", "replace").translate(_ALIKE)
    if _RUN in alike and any(len(word) >= _SHORTEST and _WALLET.search(word, 0, 80) for word in text.split()):
        yield Finding()


DETECTOR = Detector(
    name="wallet-address",
    summary="a cryptocurrency wallet",
    reason="It names a cryptocurrency wallet to pay into.",
    weight=1.6,
    channels=TEXTS,
    judge=judge,
)
