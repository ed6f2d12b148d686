"""Whether what is reported moves away from what the judge was made for, week by week, and when to warn."""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

from msgspec import Struct

from spamatlas.judge import wilson
from spamatlas.log import EmbeddedLog
from spamatlas.model import Ruling
from spamatlas.pipeline.actions import Said
from spamatlas.pipeline.folder import Folder
from spamatlas.pipeline.outcome import Item, Outcomes, Read
from spamatlas.pipeline.sqlite_file import opened
from spamatlas.store import Store

WEEKS, BEFORE = 9, 4
PER_DAY, AT_ONCE, BEHIND = 72, 64, 5_000
"""So many reports of a day are read again for what the model does not know: some 500 a week.
At first the newest 5,000 reports are looked at."""
SCHEMA = """
CREATE TABLE IF NOT EXISTS day (
    day TEXT PRIMARY KEY, reports INTEGER NOT NULL, unknown INTEGER NOT NULL, runs INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS progress (one INTEGER PRIMARY KEY CHECK (one = 1), sequence INTEGER NOT NULL) STRICT;
"""
_WHAT = "what is watched"
_JUDGED = """
SELECT toString(toMonday(at)) AS week, sum(tally.reports) AS reports,
    sumIf(tally.reports, startsWith(cell, 'spam\t')) AS ruled, sum(tally.log_odds) / reports AS log_odds
FROM tally WHERE sample = 0 AND dimension = 'verdict' AND grain = 'day' AND at >= {first:DateTime}
GROUP BY week HAVING reports > 0
"""
Ask = Callable[[Sequence[Item]], Outcomes]


class Week(Struct, frozen=True, kw_only=True):
    """A week from Monday, UTC. ``log_odds`` is the mean of the verdicts; ``unknown`` of ``runs`` of four characters
    were new to the model; of ``told`` reports that people here spoke of, ``disagreed`` were ruled the other way before.
    """

    start: date
    reports: int = 0
    spam: int = 0
    log_odds: float = 0.0
    unknown: int = 0
    runs: int = 0
    told: int = 0
    disagreed: int = 0

    def share(self, part: str, whole: str) -> float:
        """One count in another, 0 where there is nothing."""
        return getattr(self, part) / getattr(self, whole) if getattr(self, whole) else 0.0


WATCHED = (("spam", "reports", 1, 0.1), ("unknown", "runs", 10_000, 0.05), ("disagreed", "told", 1, 0.1))
"""Each share that is watched, of how many at least, and by how much it must move to be worth a warning."""


class Drift:
    """The reading again, by a node that has nothing else to do."""

    def __init__(self, folder: Folder, log: EmbeddedLog, ask: Ask) -> None:
        self._folder, self._log, self._ask = folder, log, ask
        self._after = -1

    def take_up(self) -> int:
        """Look at the next reports that are analysed, a few at a time; how many there were."""
        end = self._log.cursor()
        if self._after == end:
            return 0
        with opened(self._folder.drift, SCHEMA, _WHAT) as base:
            if self._after < 0:
                found = base.execute("SELECT sequence FROM progress").fetchone()
                self._after = found[0] if found else max(0, end - BEHIND)
            entries = [each for each in self._log.read(self._after, AT_ONCE, 2**40) if each.sequence <= end]
            full = dict(base.execute("SELECT day, reports FROM day").fetchall())
            due: list[tuple[str, Item]] = []
            for entry in entries:
                day = f"{entry.received_at:%Y-%m-%d}"
                if not entry.sample and full.setdefault(day, 0) < PER_DAY:
                    full[day] += 1
                    due.append((day, Item(entry)))
            self._keep(base, due, entries[-1].sequence if entries else end)
        return len(entries)

    def _keep(self, base: sqlite3.Connection, due: Sequence[tuple[str, Item]], after: int) -> None:
        outcomes = self._ask([item for _, item in due]).outcomes if due else []
        base.execute("BEGIN")
        for (day, _), each in zip(due, outcomes, strict=True):
            if isinstance(each, Read):
                base.execute(
                    "INSERT INTO day VALUES (?1, 1, ?2, ?3) ON CONFLICT (day) DO UPDATE SET reports = reports + 1, "
                    "unknown = unknown + ?2, runs = runs + ?3",
                    (day, each.unknown, each.runs),
                )
        base.execute("INSERT OR REPLACE INTO progress VALUES (1, ?)", (after,))
        base.execute("COMMIT")
        self._after = after


def weeks(folder: Folder, store: Store, said: Sequence[Said], today: date) -> list[Week]:
    """The last nine weeks in which anything came, the oldest first; the last is not over yet."""
    first = _monday(today) - timedelta(weeks=WEEKS - 1)
    facts: dict[date, dict[str, int | float]] = defaultdict(dict)
    for row in store.query(_JUDGED, {"first": datetime(first.year, first.month, first.day, tzinfo=UTC)}):
        week = facts[date.fromisoformat(row["week"])]
        week |= {"reports": row["reports"], "spam": row["ruled"], "log_odds": round(row["log_odds"], 3)}
    for name, counts in (("told", _told(said)), ("disagreed", _told(said, only_disagreed=True)), *_runs(folder)):
        for start, number in counts.items():
            facts[start][name] = number
    return [Week(start=start, **values) for start, values in sorted(facts.items()) if start >= first]  # type: ignore[arg-type]


def warnings(found: Sequence[Week], today: date) -> list[tuple[str, float, float]]:
    """What moved: (spam, unknown or disagreed, its share in the four weeks before, its share in the newest whole week).

    A share moved where the two 95 % intervals are apart and it is as far away as ``WATCHED`` says. Of what is new, and
    of verdicts that people contradict, only a rise is bad.
    """
    whole = [week for week in found if week.start < _monday(today)]
    if not whole:
        return []
    newest, before = whole[-1], [week for week in whole[:-1] if week.start >= whole[-1].start - timedelta(weeks=BEFORE)]
    moved = []
    for part, all_of, fewest, points in WATCHED:
        hits, number = (sum(getattr(week, name) for week in before) for name in (part, all_of))
        if min(number, getattr(newest, all_of)) < fewest:
            continue
        low, high = wilson(getattr(newest, part), getattr(newest, all_of))
        past_low, past_high = wilson(hits, number)
        past, share = hits / number, newest.share(part, all_of)
        has_fallen = part == "spam" and high < past_low and share <= past - points
        if has_fallen or (low > past_high and share >= past + points):
            moved.append((part, past, share))
    return moved


def _told(said: Sequence[Said], only_disagreed: bool = False) -> Counter[date]:
    counts: Counter[date] = Counter()
    for each in said:
        ruled = each.step.verdict_before.ruling
        if not only_disagreed or ruled == (Ruling.HAM if each.label == "spam" else Ruling.SPAM):
            counts[_monday(each.at.date())] += 1
    return counts


def _runs(folder: Folder) -> Iterator[tuple[str, Counter[date]]]:
    with opened(folder.drift, SCHEMA, _WHAT) as base:
        rows = base.execute("SELECT day, unknown, runs FROM day").fetchall()
    for name, place in (("unknown", 1), ("runs", 2)):
        counts: Counter[date] = Counter()
        for row in rows:
            counts[_monday(date.fromisoformat(row[0]))] += row[place]
        yield name, counts


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
