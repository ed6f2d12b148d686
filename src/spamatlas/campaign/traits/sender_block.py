"""The hundred numbers that the sender's is one of."""

from collections.abc import Iterator

from spamatlas.campaign.trait import Trait
from spamatlas.model import Message, Origin, PartyKind

_FEWEST_DIGITS = 8
_PHONES = frozenset((PartyKind.PHONE, PartyKind.HANDLE))


def of(message: Message, _: Origin) -> Iterator[str]:
    """The sender's number without its last two digits."""
    sender = message.sender
    if sender is None or sender.kind not in _PHONES:
        return
    digits = sender.value.removeprefix("+")
    if digits.isdigit() and len(digits) >= _FEWEST_DIGITS:
        yield sender.value[:-2]


TRAIT = Trait(
    name="sender_block",
    shared="numbers of one block of a hundred",
    differs="other numbers",
    weight=0.6,
    of=of,
)
