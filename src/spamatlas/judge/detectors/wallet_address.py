"""An address to pay cryptocurrency to."""

import re
from collections.abc import Iterator

from spamatlas.judge.detector import TEXTS, Detector, Finding
from spamatlas.model import Message, Origin

_WALLET = re.compile(
    r"\b(?:bc1[a-z0-9]{25,60}|[13][a-km-zA-HJ-NP-Z1-9]{25,34}|0x[a-fA-F0-9]{40}|T[1-9A-HJ-NP-Za-km-z]{33})\b"
)
# One search for where any of them could begin: nearly no text has such a run.
_LIKELY = re.compile(r"[13T0b](?<![0-9A-Za-z].)[0-9A-Za-z]{25}")


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding for something of the form of a Bitcoin (BIP 173, base58), Ethereum or Tron address."""
    text = message.text[:4000]
    if _LIKELY.search(text) and any(_WALLET.search(word, 0, 80) for word in text.split()):
        yield Finding()


DETECTOR = Detector(
    name="wallet-address",
    summary="a cryptocurrency wallet",
    reason="It names a cryptocurrency wallet to pay into.",
    weight=1.6,
    channels=TEXTS,
    judge=judge,
)
