"""Two campaigns side by side: what they share and what not, what would join them, how like their wordings are."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from spamatlas.campaign.joining import joins, nearest
from spamatlas.model import Signature
from spamatlas.pipeline.lives import network
from spamatlas.pipeline.ties import worded
from spamatlas.store import Store, members
from spamatlas.store.contrast import Common, contrast, signatures

Told = dict[str, Any]


def paired(store: Store, first: Mapping[str, Any], second: Mapping[str, Any]) -> Told:
    """What two campaigns, as ``Answers.campaign`` gives them, have in common.

    ``common``: by heading how many values each has and both have, with the commonest. ``joins``: the linkages that
    hold between reports of their commonest wordings. ``nearest``: the reports of the two wordings that are most alike.
    """
    both = [members.parts(store, each["campaign"]) for each in (first, second)]
    found = contrast(store, both[0], both[1])
    shown = [each["variants"]["shown"] for each in (first, second)]
    signed = [signatures(store, [row["sequence"] for row in rows]) for rows in shown]
    told = [{"value": each.linkage, "alike": round(each.score, 2)} for each in joins(signed[0], signed[1])]
    return {
        "first": first,
        "second": second,
        "common": {heading: _common(heading, each) for heading, each in found.items()},
        "joins": worded(told),
        "nearest": _nearest(shown, signed),
    }


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
