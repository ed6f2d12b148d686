"""How a reason's weight is said: a word that anybody understands, and the figure."""

from typing import Literal

from spamatlas.model.terms.term import _

Strength = Literal["slight", "fair", "strong"]

FAIR, STRONG = 1.0, 3.0
"""Log-odds from which evidence is *positive* and *strong*: half of the 2 and 6 (of twice the log-odds) in Kass and
Raftery, Bayes Factors, Journal of the American Statistical Association 90 (1995), section 3.2. Below the first it is
*not worth more than a bare mention*."""


_FOR: dict[Strength, str] = {
    "slight": _("speaks slightly for spam"),
    "fair": _("speaks for spam"),
    "strong": _("speaks strongly for spam"),
}
_AGAINST: dict[Strength, str] = {
    "slight": _("speaks slightly against spam"),
    "fair": _("speaks against spam"),
    "strong": _("speaks strongly against spam"),
}


def strength(weight: float) -> Strength:
    """How strongly log-odds speak, whichever way."""
    if abs(weight) < FAIR:
        return "slight"
    return "fair" if abs(weight) < STRONG else "strong"


def leaning(weight: float) -> str:
    """What a weight in log-odds, not nought, says of a reason: a message id."""
    return (_FOR if weight > 0 else _AGAINST)[strength(weight)]


def figure(weight: float) -> str:
    """Log-odds to two places with their sign (U+2212 for minus)."""
    return f"{weight:+.2f}".replace("-", "\u2212")
