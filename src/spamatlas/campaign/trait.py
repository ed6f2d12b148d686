"""What a trait says of itself: something that two campaigns that mean the same may share beside."""

from collections.abc import Callable, Iterable

from msgspec import Struct

from spamatlas.model import Message, Origin


class Trait(Struct, frozen=True, kw_only=True):
    """One thing of a message that proves nothing alone, and beside the same meaning something.

    ``of`` gives its values, which are kept as hashes. ``weight`` is how much one in common counts where 1.0 makes two
    campaigns that mean the same one (``kinship``). ``common_after``: shared by more campaigns than these it counts
    nothing any more. ``shared`` and ``differs`` are what readers are told: "the same page path".
    """

    name: str
    shared: str
    differs: str
    weight: float
    of: Callable[[Message, Origin], Iterable[str]]
    common_after: int = 8
