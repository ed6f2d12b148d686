"""What the reports of two campaigns have in common, and what not."""

# ruff: noqa: S608  the words of every statement are ours; what was asked is bound

import base64
from collections.abc import Iterable, Mapping, Sequence
from heapq import nsmallest
from typing import Any

from msgspec import Struct

from spamatlas.model import Signature
from spamatlas.store.database import Store
from spamatlas.store.members import LISTS, MEMBERS, NEWEST_FIRST, PLACES, newest_first

SHOWN = 8
WORDINGS = "wordings"
"""The heading of the wordings; their values are fingerprints."""

_PLACED = {**PLACES, WORDINGS: "if(fingerprint = 0, '', toString(fingerprint))"}
_VALUES = f"""
SELECT heading, groupArray(value) AS values, groupArray(reports) AS reports FROM (
    SELECT named.1 AS heading, named.2 AS value, count() AS reports
    FROM (
        SELECT * FROM campaign_member WHERE campaign IN {{parts:Array(UInt64)}}
        {NEWEST_FIRST} LIMIT {{members:UInt32}}
    )
    ARRAY JOIN arrayConcat(
        [{", ".join(f"('{name}', {value})" for name, value in _PLACED.items())}],
        {", ".join(f"arrayMap(each -> ('{name}', each), arrayDistinct({name}))" for name in LISTS)}
    ) AS named
    WHERE named.2 != '' GROUP BY heading, value
)
GROUP BY heading
"""
_SIGNED = """
SELECT sequence, fingerprint, sketch, anchors FROM report WHERE sequence IN {these:Array(UInt64)}
"""


class Common(Struct, frozen=True, kw_only=True):
    """Under one heading: how many values each has and both have, and the commonest as (value, first's, second's
    reports) of both, of the first alone and of the second alone.
    """

    in_first: int
    in_second: int
    in_both: int
    both: tuple[tuple[str, int, int], ...]
    first: tuple[tuple[str, int, int], ...]
    second: tuple[tuple[str, int, int], ...]


Values = Mapping[str, Mapping[str, int]]
"""By heading (those of ``members.spread``, and ``WORDINGS``) in how many reports each value stands."""


def values(store: Store, parts: Sequence[int]) -> Values:
    """What the newest ``members.MEMBERS`` reports of a campaign, given with its parts, name."""
    rows = store.query(newest_first(_VALUES, parts), {"parts": parts, "members": MEMBERS})
    return {row["heading"]: dict(zip(row["values"], row["reports"], strict=True)) for row in rows}


def contrast(first: Values, second: Values) -> dict[str, Common]:
    """What two campaigns have in common, by heading."""
    headings = sorted({*first, *second})
    return {heading: _common(first.get(heading, {}), second.get(heading, {})) for heading in headings}


def signatures(store: Store, sequences: Sequence[int]) -> list[Signature]:
    """The signatures of reports by their places in the log, in that order; of an erased one nothing but its words."""
    found = {row["sequence"]: _signature(row) for row in store.query(_SIGNED, {"these": list(sequences)})}
    return [found.get(each, Signature(0)) for each in sequences]


def _signature(row: Mapping[str, Any]) -> Signature:
    return Signature(row["fingerprint"], base64.b64decode(row["sketch"]), tuple(row["anchors"]))


def _common(first: Mapping[str, int], second: Mapping[str, int]) -> Common:
    both = first.keys() & second.keys()
    return Common(
        in_first=len(first),
        in_second=len(second),
        in_both=len(both),
        both=_commonest((value, first[value], second[value]) for value in both),
        first=_commonest((value, reports, 0) for value, reports in first.items() if value not in both),
        second=_commonest((value, 0, reports) for value, reports in second.items() if value not in both),
    )


def _commonest(found: Iterable[tuple[str, int, int]]) -> tuple[tuple[str, int, int], ...]:
    """Those that most reports of either side name, those of most in all first among them."""
    return tuple(nsmallest(SHOWN, found, key=lambda each: (-min(each[1:]), -sum(each[1:]), each[0])))
