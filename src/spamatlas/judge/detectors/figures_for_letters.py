"""Words with figures in place of letters."""

import re
from collections.abc import Iterator
from itertools import islice

from spamatlas.judge.brands import brands
from spamatlas.judge.detector import TEXTS, Detector, Finding
from spamatlas.judge.disguise import unleeted
from spamatlas.model import Message, Origin

_MOST_CHARACTERS, _MOST_FIGURES, _LONGEST = 1_000, 100, 25
# Words that filters look for; a row of letters and figures that reads as none of them is a name or a number.
SOUGHT = frozenset(name for name in brands() if len(name) > 3) | frozenset(
    (
        *("account", "bank", "bitcoin", "bonus", "cash", "casino", "cialis", "claim", "click", "credit", "crypto"),
        *("deposit", "free", "invest", "invoice", "loan", "login", "lottery", "money", "offer", "password", "paypal"),
        *(
            "payment",
            "porn",
            "prize",
            "profit",
            "refund",
            "secure",
            "security",
            "sexy",
            "suspended",
            "update",
            "verify",
        ),
        *("viagra", "wallet", "winner", "gratis", "dinero", "premio", "geld", "konto", "argent", "banque", "banco"),
    )
)
# Letters made one letter and figures that stand for letters one figure: one sign is found faster than a pattern.
_ALIKE = bytes(
    97 if chr(code).isalpha() and code < 128 else 48 if chr(code) in "0134578$" else 32 for code in range(256)
)
_BESIDE_LETTER = re.compile(rb"0(?:(?<=a.)|(?=a))")


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding for the first word that reads as one that filters look for, its figures read as letters."""
    text = f" {message.subject} {message.text[:_MOST_CHARACTERS]} "
    shape = text.encode("latin-1", "replace").translate(_ALIKE)
    for figure in islice(_BESIDE_LETTER.finditer(shape), _MOST_FIGURES):
        word = _word_at(text, figure.start())
        if unleeted(word) in SOUGHT or unleeted(word.replace("1", "l")) in SOUGHT:
            yield Finding()
            return


def _word_at(text: str, place: int) -> str:
    """The word that a place of a text is in, small, without what stands around it."""
    start = max(text.rfind(" ", 0, place), text.rfind("\n", 0, place)) + 1
    return text[start : start + _LONGEST].split(maxsplit=1)[0].strip(".,;:!?'\"()[]*_-").lower()


DETECTOR = Detector(
    name="figures-for-letters",
    summary="words that filters look for, with figures in place of letters",
    reason="Words are written with figures in place of letters.",
    weight=1.4,
    channels=TEXTS,
    judge=judge,
)
