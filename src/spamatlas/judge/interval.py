"""How sure a share is that was counted."""

from math import sqrt

Z = 1.959964
"""Of the normal distribution, 97.5 %: two-sided 95 %."""


def wilson(hits: int, number: int, z: float = Z) -> tuple[float, float]:
    """The ends of the score interval for a share, 0..1; (0, 1) where nothing was counted.

    Wilson, Probable Inference, the Law of Succession, and Statistical Inference, JASA 22 (1927), 209-212; right near
    0 and 1 too, where false positives are.
    """
    if not number:
        return 0.0, 1.0
    share, spread = hits / number, z * z / number
    middle = share + spread / 2
    half = z * sqrt(share * (1 - share) / number + spread / (4 * number))
    return max(0.0, (middle - half) / (1 + spread)), min(1.0, (middle + half) / (1 + spread))
