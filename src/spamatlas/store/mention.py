"""As what a report can mention a thing: the bits of ``mention.kinds``, the lowest first."""

from collections.abc import Iterable

FLAGS = (
    "as_sender",
    "as_sender_host",
    "as_number",
    "as_host",
    "as_domain",
    "as_page",
    "as_path",
    "as_account",
    "as_file",
    "as_authenticated",
    "as_network",
    "as_operator",
    "as_address",
    "as_gateway",
)
_FACTS = ("as_host", "as_domain", "as_authenticated", "as_network", "as_operator", "as_gateway")


def bits(*flags: str) -> int:
    """The number that has these flags."""
    return sum(1 << FLAGS.index(flag) for flag in flags)


def flags(masks: Iterable[int]) -> tuple[str, ...]:
    """As what a thing is mentioned, by the numbers that say so."""
    return tuple(flag for place, flag in enumerate(FLAGS) if any(mask >> place & 1 for mask in masks))


def mentioned(*flags: str) -> str:
    """The condition that a row is a mention as one of these."""
    return f"bitAnd(kinds, {bits(*flags)}) != 0"


KEPT = bits(*_FACTS)
"""What stays after an erasure: hosts and domains that a report names, and the facts of the route. All else may tell of
people."""
