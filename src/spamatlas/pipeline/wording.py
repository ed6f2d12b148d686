"""A wording that was read for its meaning, and two of them that say the same."""

from msgspec import Struct

from spamatlas.campaign import Kinship, Traits


class Wording(Struct, frozen=True):
    """A report that brought its own wording into a campaign; ``at`` is seconds since 1970.

    ``spam`` is the probability that it is, as it was first judged, and once it is read, as it is judged by that too.
    ``rewrite_of`` is the place in the log of the wording that it says otherwise, 0 for none.
    """

    sequence: int
    id: str
    at: int
    sample: bool
    fingerprint: int
    campaign: int
    ham: bool
    spam: float
    sketch: bytes = b""
    traits: Traits = {}
    rewrite_of: int = 0
    likeness: float = 0.0


class Kin(Struct, frozen=True):
    """Two wordings of two campaigns that mean the same, and what their campaigns share."""

    newer: Wording
    older: Wording
    found: Kinship
