"""Two campaigns side by side: what they share and what not, what would join them, how like their wordings are."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from spamatlas.campaign.joining import joins, nearest
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
    newest = [[row["newest"] for row in members.wordings(store, parts)] for parts in both]
    signed = [signatures(store, each) for each in newest]
    told = [{"value": each.linkage, "alike": round(each.score, 2)} for each in joins(signed[0], signed[1])]
    return {
        "first": first,
        "second": second,
        "common": {heading: _common(heading, each) for heading, each in found.items()},
        "joins": worded(told),
        "nearest": _nearest(store, newest, signed),
    }


def _common(heading: str, found: Common) -> Told:
    told = msgspec.structs.asdict(found)
    for place in ("both", "first", "second"):
        rows = [{"value": value, "first": one, "second": other} for value, one, other in told[place]]
        told[place] = [network(row) for row in rows] if heading == "operators" else rows
    return told


def _nearest(store: Store, newest: Sequence[Sequence[int]], signed: Sequence[Sequence[Any]]) -> Told | None:
    found = nearest(signed[0], signed[1])
    if found is None:
        return None
    places = newest[0][found.first], newest[1][found.second]
    reports = members.ids(store, places)
    return {"first": reports.get(places[0], ""), "second": reports.get(places[1], ""), "alike": round(found.alike, 2)}
