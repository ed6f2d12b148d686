"""A changed judgement: the old one leaves the tallies as the new one comes in, under one token."""

from collections.abc import Mapping

import msgspec

from spamatlas.model import Assignment, Verdict
from spamatlas.store.database import Store
from spamatlas.store.rows import judged

_encode = msgspec.json.encode

SHARED = ("sequence", "id", "sample", "channel", "measuring_point", "volume", "reporter_key", "campaign")
PRESENT = (
    f"SELECT {', '.join(SHARED)}, toUnixTimestamp64Milli(received_at) AS received_at, revision, spam, ruling, "  # noqa: S608
    "category, lure, call_to_action, unsolicited, bulk, language, profile, model, inherited, assignment "
    "FROM judgement FINAL WHERE sequence IN {sequences:Array(UInt64)}"
)


def revise(store: Store, verdicts: Mapping[int, Verdict], token: str) -> int:
    """Put these verdicts, by sequence, in the place of the present ones; how many reports there were.

    Facts stay. The same under the same token again changes nothing.

    Raises:
        Unavailable: the store is down or full; say the same again.
    """
    lines: list[bytes] = []
    present = store.query(PRESENT, {"sequences": sorted(verdicts)})
    for row in present:
        assignment = msgspec.json.decode(row.pop("assignment"), type=Assignment)
        old = {name: _text(value) for name, value in row.items()}
        shared = {name: old[name] for name in (*SHARED, "received_at")}
        columns = judged([verdicts[row["sequence"]]], [assignment], row["revision"] + 1)
        new = {name: values[0] for name, values in msgspec.structs.asdict(columns).items()}
        lines.append(_encode({**old, "sign": -1}))
        lines.append(_encode({**shared, **new, "sign": 1}))
    if lines:
        store.insert_lines("revised", lines, token)
    return len(present)


def _text(value: object) -> object:
    return value.decode("ascii") if isinstance(value, bytes) else value
