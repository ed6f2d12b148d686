"""Reports that go from one campaign to another: facts stay, and what their campaigns add up to follows exactly.

Which campaign a report is of is changed by a small part beside its row, which the engine reads along with the row from
then on and merges into it behind (docs/decisions/0015). Then the days of the campaigns concerned are added up anew,
some at a time, so that reports can be stored in between.
"""

# ruff: noqa: S608  the words of every statement are ours; what was asked is bound

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any

import msgspec

from spamatlas.store.database import Store
from spamatlas.store.members import refile
from spamatlas.store.recounting import Piece, recounted

_encode = msgspec.json.encode

AT_ONCE = 10_000
"""So many reports are moved in one piece."""
NAMING = ("report", "mention", "judgement")
"""The tables that say of each report which campaign it is of."""
PATCHED = (*NAMING, "campaign_member")
"""Those that may have small parts beside their own."""


def move(store: Store, moves: Mapping[int, int], left: Collection[int]) -> None:
    """All of ``pieces`` at once: nothing else may be written meanwhile."""
    for piece in pieces(store, moves, left):
        piece()


def pieces(store: Store, moves: Mapping[int, int], left: Collection[int]) -> Iterator[Piece]:
    """Have these reports, by sequence, be of these campaigns, piece by piece; ``left`` are those that they come from.

    Nothing else may be written during a piece. Between two of them reports may be, while the next is being prepared,
    but none may move. Until all are done some reports stand where they were, in some tables, then some days' sums do.
    The same again changes nothing, so whatever broke off half-way is mended by doing it again.

    Raises:
        Unavailable: the store is down or full; do the same again.
    """
    sequences, campaigns, days = sorted(moves), {*moves.values(), *left}, set[date]()
    for at in range(0, len(sequences), AT_ONCE):
        homes = {each: moves[each] for each in sequences[at : at + AT_ONCE]}
        days |= _days(store, homes)
        for table in NAMING:
            yield partial(_rehome, store, table, homes)
        yield partial(refile, store, homes, campaigns)
        store.changes.everything()
    if days:
        yield from recounted(store, campaigns, sorted(days))


def _days(store: Store, sequences: Collection[int]) -> set[date]:
    """The days (UTC) on which these reports came."""
    found = "SELECT DISTINCT toDate(received_at) AS day FROM report WHERE sequence IN {sequences:Array(UInt64)}"
    return {row["day"] for row in store.query(found, {"sequences": [*sequences]}, seconds=60)}


def _rehome(store: Store, table: str, homes: Mapping[int, int]) -> None:
    """Have these reports, by sequence, stand under these campaigns in a table from now on."""
    values: dict[str, Any] = {"sequences": [*homes], "homes": [*homes.values()]}
    home = "transform(sequence, {sequences:Array(UInt64)}, {homes:Array(UInt64)}, campaign)"
    if len({*values["homes"]}) == 1:
        home, values["home"] = "{home:UInt64}", values["homes"][0]
    store.command(f"UPDATE {table} SET campaign = {home} WHERE sequence IN {{sequences:Array(UInt64)}}", values)


def is_patched(store: Store) -> bool:
    """Whether small parts lie beside others."""
    sql = "SELECT count() AS n FROM system.parts WHERE active AND database = currentDatabase() AND name LIKE 'patch-%'"
    return bool(store.query(sql)[0]["n"])


def fold(store: Store) -> None:
    """Have the engine write what small parts say into those that they lie beside; it does so behind, one by one."""
    for table in PATCHED:
        store.command(f"ALTER TABLE {table} APPLY PATCHES SETTINGS mutations_sync = 0")


def newest_revision(store: Store) -> int:
    """The highest revision that a campaign's alias has."""
    return int(store.query("SELECT max(revision) AS newest FROM campaign_alias")[0]["newest"])


def rename(store: Store, homes: Mapping[int, int], revision: int) -> None:
    """Have campaigns be known as others from now on, or, by their own id, as themselves again.

    ``revision`` is above all that there are; the same again changes nothing.

    Raises:
        Unavailable: the store is down or full; say the same again.
    """
    lines = [_encode({"campaign": one, "known_as": home, "revision": revision}) for one, home in homes.items()]
    if lines:
        store.insert_lines("campaign_alias", lines, f"renamed-{revision}")
        store.changes.everything()
