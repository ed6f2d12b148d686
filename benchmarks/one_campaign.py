"""One campaign of millions beside half as many others: its row, its life, its members, and what correcting it costs.

The engine makes the reports as ``store_scale`` does. The one campaign has 30,000 wordings, no two alike in words, that
a hundred domains and a hundred and one numbers tie; forty of them have domains and numbers of their own, and nothing in
common with the rest: the background pass is to find these. What the ledger is told from is read beforehand, while the
node goes on filing; its writer waits for what is renamed, then for one piece of moving reports after the other.
Processor time, in which the engine's own merging counts too. ``python -m benchmarks.one_campaign --reports 5000000``
"""

import argparse
import random
import resource
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.store_scale import MAKE, SPAN_DAYS, STEP
from spamatlas.campaign import Case, Clues, Entry, Ledger, Said
from spamatlas.model import campaign_name
from spamatlas.pipeline.cases import MOST_WORDINGS, case_of, places_of, some_cases_of, tied_to
from spamatlas.pipeline.lives import lived
from spamatlas.settings import Settings
from spamatlas.store import Store, campaigns
from spamatlas.store.members import names
from spamatlas.store.moving import newest_revision, pieces, rename
from spamatlas.store.wordings import like_these, moved, sizes, totals

WORDINGS, STRAYS, AT_ONCE, MOST_READ, OTHER = 30_000, 40, 20_000, 10_000_000, 77
# Hexadecimal digits are letters of base64 as well: 128 bytes are 170 of them, one whose last bits are nought, and "=".
SKETCH = "concat(substring(arrayStringConcat(arrayMap(part -> hex(cityHash64(word, part)), range(11))), 1, 170), 'A=')"
ANCHORS = (
    f"if(word < {STRAYS}, [concat('domain:b', toString(word % 4)), concat('number:+999', toString(word % 3))], "
    "[concat('domain:m', toString(word % 100)), concat('number:+888', toString(word % 101))])"
)
ONE = "if(a % 3 > 0, 1, 1000000 + b % {few:UInt64} + 0 * {some:UInt64})"


def fill(store: Store, many: int) -> None:
    """Two of three reports are in the one campaign."""
    begin, end = MAKE.index("multiIf(kind < 50"), MAKE.index(" AS c,")
    sql = MAKE[:begin] + ONE + MAKE[end:]
    sql = sql.replace("\n    h, concat('{\"sender", f"\n    word + 1, {SKETCH}, {ANCHORS}, concat('{{\"sender")
    sql = sql.replace("fingerprint, message", "fingerprint, sketch, anchors, message")
    sql = sql.replace(" a % 100 AS kind,", f" b % {WORDINGS} AS word, a % 100 AS kind,")
    start = datetime.now(UTC) - timedelta(days=SPAN_DAYS)
    for first in range(0, many, STEP):
        part = {"few": max(many // 20, 1), "some": 1, "first": first, "many": min(STEP, many - first)}
        store.command(sql, {**part, "start": start, "step": SPAN_DAYS * 86_400_000 / many})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=7_500_000, help="two of three are in the one campaign")
    parser.add_argument("--data", type=Path, help="keep the store there and use it again")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(Settings(data=chosen.data or Path(folder)))
        if not store.query("SELECT count() AS n FROM report")[0]["n"]:
            _spent("making them", lambda: fill(store, chosen.reports))
        number = store.query("SELECT cityHash64(toUInt64(1)) AS n")[0]["n"]
        name = campaign_name(number)
        (row,) = _spent("its row", lambda: campaigns.listed(store, {"campaign": name}))
        print(f"{row['size']:,} reports of {row['reporters']:,} reporters")
        _spent("its life, wordings and spread", lambda: lived(store, name, datetime.now(UTC)))
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        many = _spent("all its members, some at a time", lambda: _members(store, number))
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
        print(f"  {many:,} members; the process grew by {grown} MB at most")
        _looked_at(store, number)
        _pause(store, number)
        store.close()


def _looked_at(store: Store, number: int) -> None:
    """What the background pass does of a campaign with more messages than it reads, without a node around it."""
    ledger, sql = Ledger(), "SELECT any(sequence) AS at FROM report WHERE campaign = {one:UInt64} GROUP BY fingerprint"
    firsts = [row["at"] for row in store.query(sql, {"one": number}, seconds=60)]
    ledger.restore((_entry(case) for case in map(case_of, moved(store, dict.fromkeys(firsts, number), MOST_READ))), {})
    look, before = ledger.second_look, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    cases = _spent(
        "the pass: choosing messages to read", lambda: some_cases_of(store, [number], MOST_WORDINGS * 3 // 4)
    )
    asked: list[int] = []

    def tied(clues: Clues) -> list[Case] | None:
        found = _spent("  what is tied to those that would leave", lambda: tied_to(store, [number], clues))
        asked.append(len(found or ()))
        return found

    homes, sizes_ = {number: number}, sizes(store, [number])
    affairs = _spent("  looking again in all", lambda: look.look_at_some(cases, Said(), homes, sizes_, tied))
    left = [case for affair in affairs for case, _ in affair.moved]
    places = _spent("  where their reports are", lambda: places_of(store, [(case, OTHER) for case in left]))
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
    right = {case.signature.fingerprint for case in left} == {*range(1, STRAYS + 1)}
    print(f"  {len(cases):,} messages read, {asked} more found; {len(left):,} come apart, {len(places):,} reports, "
          f"{'the right ones' if right else 'WRONG'}; the process grew by {grown} MB at most", flush=True)  # fmt: skip
    if places:
        _split(store, "splitting these off", {place: after for place, (_, after) in places.items()}, number)
        _split(store, "taking that back", dict.fromkeys(places, number), OTHER)


def _entry(case: Case) -> Entry:
    return Entry(submission_id=f"{case.first:032x}", signature=case.signature, channel=case.channel, campaign=case.part)


def _pause(store: Store, number: int) -> None:
    """What a writer waits for: the first pause of a change, then its pieces, between which it files."""
    _spent("a pause: merging it", lambda: rename(store, {number: OTHER}, newest_revision(store) + 1))
    _spent("a pause: taking that back", lambda: rename(store, {number: number}, newest_revision(store) + 1))
    places = [place for place, _ in _page(store, number, 0, MOST_READ)]
    for many in (1_000, 100_000):
        some = random.Random(many).sample(places, many)
        _split(store, f"splitting {many:,} reports off", dict.fromkeys(some, OTHER), number)
        _split(store, "taking that back", dict.fromkeys(some, number), OTHER)


def _split(store: Store, what: str, moves: dict[int, int], left: int) -> None:
    _spent(f"reading beforehand for {what}", lambda: _tell(store, moves, left))
    spent, beforehand, began = [], [], time.process_time()
    for piece in pieces(store, moves, {left}):
        beforehand.append(time.process_time() - began)
        began = time.process_time()
        piece()
        spent.append(time.process_time() - began)
        began = time.process_time()
    print(f"  {what}: {len(spent)} pieces, {median(spent):.2f} s of processor, the longest {max(spent):.2f}; "
          f"between them, while reports are filed, {sum(beforehand):.1f} s", flush=True)  # fmt: skip


def _tell(store: Store, moves: dict[int, int], left: int) -> None:
    """What the ledger is told from: the messages that lead elsewhere, what is like them, and the sums."""
    rows = moved(store, moves, MOST_WORDINGS)
    rows += like_these(store, rows, {left}, moves, MOST_WORDINGS)
    totals(store, {left, *moves.values()}, moves)


def _members(store: Store, number: int) -> int:
    after = many = 0
    while found := names(store, [number], after, AT_ONCE):
        many += len(found)
        after = found[-1][0]
    return many


def _page(store: Store, number: int, after: int, most: int) -> list[tuple[int, str]]:
    return names(store, [number], after, most)


def _spent(what: str, do: Callable[[], Any]) -> Any:
    began, spent = time.perf_counter(), time.process_time()
    found = do()
    print(f"{what}: processor {time.process_time() - spent:.2f} s, by the clock {time.perf_counter() - began:.1f} s",
          flush=True)  # fmt: skip
    return found


if __name__ == "__main__":
    main()
