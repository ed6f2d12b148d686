"""What the reports of two campaigns have in common, and what not."""

# ruff: noqa: S608  the words of every statement are ours; what was asked is bound

import base64
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from spamatlas.model import Signature
from spamatlas.store.database import Store
from spamatlas.store.members import LISTS, MEMBERS, NEWEST_FIRST, PLACES, newest_first

SHOWN = 8
WORDINGS = "wordings"
"""The heading of the wordings; their values are fingerprints."""

_SIDE = """
    SELECT *, {side} AS side FROM campaign_member
    WHERE campaign IN {{{name}:Array(UInt64)}} {NEWEST_FIRST} LIMIT {{members:UInt32}}
"""
_SIDES = " UNION ALL ".join(
    f"SELECT * FROM ({_SIDE.format(side=side, name=name, NEWEST_FIRST=NEWEST_FIRST)})"
    for side, name in enumerate(("first", "second"))
)
_PLACED = {**PLACES, WORDINGS: "if(fingerprint = 0, '', toString(fingerprint))"}
_CONTRAST = f"""
SELECT heading, value, first, second,
    multiIf(first = 0, 'second', second = 0, 'first', 'both') AS place,
    countIf(first > 0) OVER whole AS in_first, countIf(second > 0) OVER whole AS in_second,
    countIf(first > 0 AND second > 0) OVER whole AS in_both
FROM (
    SELECT named.1 AS heading, named.2 AS value, countIf(side = 0) AS first, countIf(side = 1) AS second
    FROM ({_SIDES})
    ARRAY JOIN arrayConcat(
        [{", ".join(f"('{name}', {value})" for name, value in _PLACED.items())}],
        {", ".join(f"arrayMap(each -> ('{name}', each), arrayDistinct({name}))" for name in LISTS)}
    ) AS named
    WHERE named.2 != '' GROUP BY heading, value
)
WINDOW whole AS (PARTITION BY heading)
ORDER BY heading, least(first, second) DESC, first + second DESC, value LIMIT {SHOWN} BY heading, place
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


def contrast(store: Store, first: Sequence[int], second: Sequence[int]) -> dict[str, Common]:
    """By heading (those of ``members.spread``, and ``WORDINGS``), out of the newest ``members.MEMBERS`` of each."""
    asked = {"first": first, "second": second, "members": MEMBERS}
    rows: dict[str, list[dict[str, Any]]] = {}
    for row in store.query(newest_first(_CONTRAST, first, second), asked):
        rows.setdefault(row["heading"], []).append(row)
    return {heading: _common(found) for heading, found in rows.items()}


def signatures(store: Store, sequences: Sequence[int]) -> list[Signature]:
    """The signatures of reports by their places in the log, in that order; of an erased one nothing but its words."""
    found = {row["sequence"]: _signature(row) for row in store.query(_SIGNED, {"these": list(sequences)})}
    return [found.get(each, Signature(0)) for each in sequences]


def _signature(row: Mapping[str, Any]) -> Signature:
    return Signature(row["fingerprint"], base64.b64decode(row["sketch"]), tuple(row["anchors"]))


def _common(rows: Sequence[dict[str, Any]]) -> Common:
    def placed(place: str) -> tuple[tuple[str, int, int], ...]:
        return tuple((row["value"], row["first"], row["second"]) for row in rows if row["place"] == place)

    return Common(
        in_first=rows[0]["in_first"],
        in_second=rows[0]["in_second"],
        in_both=rows[0]["in_both"],
        both=placed("both"),
        first=placed("first"),
        second=placed("second"),
    )
