"""The newest reports of one campaign, read once for all that a page tells of them.

Single reports lie all over the log, and each statement that looks them up costs some ten milliseconds of processor
(10 million reports, 2 cores, November 2026): so one statement asks the campaign, one the judgements and one the facts.
"""

# ruff: noqa: S608  the words of every statement are ours; what was asked is bound

from collections.abc import Mapping, Sequence

from msgspec import Struct

from spamatlas.store.database import Store
from spamatlas.store.few import Row, wordings
from spamatlas.store.largest import LARGE
from spamatlas.store.members import COLUMNS, newest_first
from spamatlas.store.turns import ALONE, Side

SHOWN = 20
"""So many are looked at closely: each may lie in a granule of its own."""
READ = LARGE
"""What a campaign of fewer reports adds up to is told from its rows."""

VERDICT = (
    "spam",
    "ruling",
    "category",
    "lure",
    "call_to_action",
    "unsolicited",
    "bulk",
    "language",
    "profile",
    "inherited",
)
"""The columns of ``judgement`` that a list shows."""
# Of rows that lie apart: FINAL takes half as much again for the same (50 of 10 million: 72 and 46 ms of processor).
LATEST = "ORDER BY revision DESC LIMIT 1 BY sequence"

_MEMBERS = f"""
SELECT {COLUMNS}, if(rowNumberInAllBlocks() < {SHOWN}, edges, []) AS way FROM (
    SELECT {COLUMNS}, edges FROM campaign_member WHERE campaign IN {{parts:Array(UInt64)}}
    NEWEST_FIRST LIMIT {{most:UInt32}}
){ALONE}
"""
_JUDGED = f"""
SELECT sequence, measuring_point, volume, {", ".join(VERDICT)}, assignment FROM judgement
WHERE sequence IN {{these:Array(UInt64)}} {LATEST}{ALONE}
"""
_FACTS = f"""
SELECT sequence, toString(id) AS id, sender_kind, erased FROM report
WHERE sequence IN {{these:Array(UInt64)}}{ALONE}
"""
# What was filed before edges stood with the members.
_FORMER_WAYS = f"""
SELECT sequence, JSONExtract(origin, 'waypoints', 'Array(Tuple(String, String, String, Float64))') AS places,
    arrayMap(place -> (place.1, replaceAll(place.2, '\\t', ' '), place.3, place.4), places) AS named,
    arrayMap(
        (one, two) -> arrayStringConcat(
            [one.1, one.2, one.3, two.1, two.2, two.3, toString(toUInt8(round(10 * least(one.4, two.4))))], '\\t'
        ), arrayPopBack(named), arrayPopFront(named)
    ) AS way
FROM report WHERE sequence IN {{these:Array(UInt64)}}{ALONE}
"""
_UNSAID = ["?"]


class Newest(Struct, frozen=True, kw_only=True):
    """What was read: ``members`` are rows of ``campaign_member``, the newest first, ``READ`` at most; by their places
    ``judged`` are the judgements of the first ``SHOWN``, ``ways`` the edges of the route graph that they came by (as
    ``rows`` writes them), ``facts`` those of them and of the newest report of each wording.

    ``wordings`` as ``members.wordings`` gives them, where the ``members`` are all that there are; else None.
    """

    members: Sequence[Row]
    judged: Mapping[int, Row]
    facts: Mapping[int, Row]
    ways: Mapping[int, Sequence[str]]
    wordings: Sequence[Row] | None

    @property
    def shown(self) -> Sequence[Row]:
        """The newest of all."""
        return self.members[:SHOWN]


def newest(store: Store, parts: Sequence[int]) -> Newest:
    """The newest reports of a campaign, given with its parts. They are everybody's who asks: nobody may change them."""
    return store.pages.newest.read(tuple(parts), lambda: _read(store, parts))


def _read(store: Store, parts: Sequence[int]) -> Newest:
    members = store.query(newest_first(_MEMBERS, parts), {"parts": parts, "most": READ})
    words = wordings(members) if len(members) < READ else None
    shown = [row["sequence"] for row in members[:SHOWN]]
    told = [row["newest"] for row in words or ()]
    with Side(2) as side:
        judged = side.submit(_by_place, store, _JUDGED, shown)
        facts = side.submit(_by_place, store, _FACTS, [*{*shown, *told}])
        ways = _ways(store, members[:SHOWN])
        return Newest(members=members, judged=judged.result(), facts=facts.result(), ways=ways, wordings=words)


def _ways(store: Store, shown: Sequence[Row]) -> dict[int, Sequence[str]]:
    former = [row["sequence"] for row in shown if row["way"] == _UNSAID]
    told = {place: row["way"] for place, row in _by_place(store, _FORMER_WAYS, former).items()}
    return {row["sequence"]: row["way"] for row in shown} | told


def _by_place(store: Store, sql: str, these: Sequence[int]) -> dict[int, Row]:
    return {row["sequence"]: row for row in store.query(sql, {"these": these})} if these else {}
