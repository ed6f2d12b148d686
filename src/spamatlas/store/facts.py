"""Which reports a ledger was made from, and which campaigns these are of, as two figures."""

from msgspec import Struct

from spamatlas.store.database import Store

# Whatever a ledger would be another by, read back from the store, is in the sum: a report more or less, its campaign,
# its wording, and that it was erased. The other columns of a report change in no other way.
_FACTS = """
SELECT count() AS reports, max(sequence) AS last, sum(cityHash64(sequence, campaign, fingerprint, erased, id)) AS sum
FROM report WHERE sequence <= {until:UInt64}
"""


class Facts(Struct, frozen=True):
    """How many reports there are up to the place ``last``, and the sum (modulo 2**64) of the hash of each."""

    reports: int
    last: int
    sum: int


def facts(store: Store, until: int = 2**64 - 1) -> Facts:
    """Those up to a place of the log."""
    (row,) = store.query(_FACTS, {"until": until}, seconds=120)
    return Facts(row["reports"], row["last"], row["sum"])
