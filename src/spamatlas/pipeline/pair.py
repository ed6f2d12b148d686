"""Two campaigns side by side: what they share and what not, what would join them, how like their wordings are."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from spamatlas.campaign.joining import joins, nearest
from spamatlas.model import Signature
from spamatlas.pipeline.lives import network
from spamatlas.pipeline.ties import worded
from spamatlas.store import Store
from spamatlas.store.contrast import Common, Values, contrast, signatures

Told = dict[str, Any]


def paired(store: Store, first: Mapping[str, Any], second: Mapping[str, Any], values: tuple[Values, Values]) -> Told:
    """What two campaigns, as ``Answers.campaign`` gives them, have in common; ``values`` are those of both.

    ``common``: by heading how many values each has and both have, with the commonest. ``joins``: the linkages that
    hold between reports of their commonest wordings. ``nearest``: the reports of the two wordings that are most alike.
    """
    found = contrast(*values)
    shown = [each["variants"]["shown"] for each in (first, second)]
    signed = _signed(store, shown)
    told = [{"value": each.linkage, "alike": round(each.score, 2)} for each in joins(signed[0], signed[1])]
    return {
        "first": first,
        "second": second,
        "common": {heading: _common(heading, each) for heading, each in found.items()},
        "joins": worded(told),
        "nearest": _nearest(shown, signed),
    }


def _signed(store: Store, shown: Sequence[Sequence[Told]]) -> list[list[Signature]]:
    """The signatures of the reports of both sides, asked for together."""
    found = iter(signatures(store, [row["sequence"] for rows in shown for row in rows]))
    return [[next(found) for _ in rows] for rows in shown]


def _common(heading: str, found: Common) -> Told:
    told = msgspec.structs.asdict(found)
    for place in ("both", "first", "second"):
        rows = [{"value": value, "first": one, "second": other} for value, one, other in told[place]]
        told[place] = [network(row) for row in rows] if heading == "operators" else rows
    return told


def _nearest(shown: Sequence[Sequence[Told]], signed: Sequence[Sequence[Signature]]) -> Told | None:
    found = nearest(signed[0], signed[1])
    if found is None:
        return None
    reports = shown[0][found.first]["report"], shown[1][found.second]["report"]
    return {"first": reports[0], "second": reports[1], "alike": round(found.alike, 2)}
