"""The different messages of campaigns as the store has them, for a second look: all, some, or those tied to others."""

import base64
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from spamatlas.campaign import Case, Clues
from spamatlas.model import Channel, Signature
from spamatlas.store import Store
from spamatlas.store.rows import NOBODY
from spamatlas.store.wordings import Common, same, some, tied, wordings

MOST_WORDINGS = 20_000
"""So many different messages of campaigns are looked at at once (20 to 40 microseconds of processor each)."""


def cases_of(store: Store, parts: Collection[int], most: int = MOST_WORDINGS) -> tuple[list[Case], bool]:
    """The different messages of these parts, and whether these are all."""
    rows = wordings(store, parts, most)
    return [case_of(row) for row in rows], len(rows) < most


def some_cases_of(store: Store, parts: Collection[int], most: int) -> list[Case]:
    """So many of the different messages of these parts, of every set of places that they name some."""
    return [case_of(row) for row in some(store, parts, most)]


def tied_to(store: Store, parts: Collection[int], clues: Clues) -> list[Case] | None:
    """All different messages of these parts that may be tied by these clues; None where they are too many."""
    bands = frozenset(base64.b64encode(band).decode() for band in clues.bands)
    rows = tied(store, parts, Common(clues.fingerprints, bands, clues.anchors), MOST_WORDINGS)
    return None if rows is None else [case_of(row) for row in rows]


def places_of(store: Store, moved: Sequence[tuple[Case, int]]) -> dict[int, tuple[int, int]]:
    """The places of all reports with these messages, each with the part that it is of and the one given for it."""
    wanted = {_same(case.signature, case.channel, case.part): after for case, after in moved}
    signatures = [case.signature for case, _ in moved]
    found = {}
    for row in same(
        store,
        {case.part for case, _ in moved},
        {each.fingerprint for each in signatures},
        {each.anchors for each in signatures},
    ):
        case = case_of({**row, "part": row["campaign"], "reports": 1, "first": row["sequence"], "people": ()})
        if (after := wanted.get(_same(case.signature, case.channel, case.part))) is not None:
            found[row["sequence"]] = (case.part, after)
    return found


def _same(signature: Signature, channel: Channel, part: int) -> tuple[object, ...]:
    return (signature.fingerprint, signature.sketch, signature.anchors, channel, part)


def case_of(row: Mapping[str, Any]) -> Case:
    """A row of ``store.wordings``."""
    return Case(
        signature=Signature(row["fingerprint"], base64.b64decode(row["sketch"]), tuple(row["anchors"])),
        channel=Channel(row["channel"]),
        part=row["part"],
        reports=row["reports"],
        first=row["first"],
        people=frozenset(row["people"]) - {NOBODY},
    )
