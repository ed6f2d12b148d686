"""A report as the ledger takes it."""

from msgspec import Struct

from spamatlas.model import Channel, Signature


class Entry(Struct, frozen=True, gc=False, kw_only=True):
    """One report to be assigned, and what must be kept of it, in that order, to build a ledger anew.

    ``reporter`` and ``recipients`` are pseudonyms, of which the ledger keeps 64 bits of a hash. ``at`` is seconds since
    1970. ``campaign`` is what was assigned before (0 where unknown): it holds even if the code has changed since or an
    earlier report was erased.
    """

    submission_id: str
    signature: Signature
    reporter: str = ""
    recipients: tuple[str, ...] = ()
    at: float = 0.0
    channel: Channel = Channel.OTHER
    campaign: int = 0
