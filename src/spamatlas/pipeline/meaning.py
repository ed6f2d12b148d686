"""The pass behind the path that reads what wordings mean: whose campaigns say the same, and what is a rewrite."""

import time
from collections.abc import Sequence
from contextlib import suppress
from threading import BoundedSemaphore, Event, Lock, Thread
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
import structlog

from spamatlas.campaign.bridges import KNOWN_TO
from spamatlas.campaign.embedding import DIMENSIONS, is_available
from spamatlas.campaign.linkages import fingerprint, near_copy
from spamatlas.campaign.meaning import ALIKE, cosine_at
from spamatlas.campaign.neighbours import Neighbours
from spamatlas.model import Meaning as Said
from spamatlas.model import Rejected, Unavailable
from spamatlas.pipeline.actions import MEANING
from spamatlas.pipeline.crew import Crew
from spamatlas.pipeline.kin import fewest, home, kin_of, rewrites
from spamatlas.pipeline.meanings import Known
from spamatlas.pipeline.outcome import Failure, Item, Meant
from spamatlas.pipeline.reconsidering import Reconsidering
from spamatlas.pipeline.wording import Kin, Wording
from spamatlas.pipeline.wordings import Wordings, wordings
from spamatlas.store.meaning import add_rewritten, grown, new_wordings, reporters, scores
from spamatlas.store.turns import behind

if TYPE_CHECKING:
    from spamatlas.pipeline.node import Node

_events = structlog.get_logger()

LOOK_SECONDS = 5.0
"""So often it is looked whether there are new wordings, the first time so long after the start."""
AT_ONCE = 16
SPAN = 50_000
"""So many places in the log are looked through at once; and at most so many before the newest at first."""
BEHIND = 200_000
REST, BUSY_REST = 1.0, 9.0
"""It rests so many times as long as it worked: half of a processor at most, a tenth where reports wait for analysis."""
MOST_KEPT = 250_000
"""Directions in memory, 384 bytes each; beyond, the oldest fifth is let go."""
MOST_NEAR = 20
LAGGING, LARGEST, LAGS_SECONDS = 500, 200, 30.0
"""Where more wait than ``LAGGING``, those of the largest campaigns come first, asked for so often."""
SETTLE_SECONDS, SETTLED_AT_ONCE = 60.0, 5_000
MOST_CRASHES = 3
SAME_WORDS = (fingerprint.LINKAGE.name, near_copy.LINKAGE.name)
"""The linkages that tell that a report says what an earlier one said: it brings no wording of its own."""


MOST_ASKED, ASKED_SECONDS = 4, 5.0
"""So many questions of people wait at most, each so long; then they are answered without."""
PART = 4
"""So many wordings a worker is given at once: what people ask comes between."""


class Meaning:
    """A thread and a worker of its own; neither the path nor what people ask waits for them."""

    def __init__(self, node: "Node") -> None:
        self._folder, self._log, self._store, self._join = node.folder, node.log, node.store, node.regrouping.merge
        self._reconsidering = Reconsidering(node)
        self._reconsidering.recall()
        self._asked = BoundedSemaphore(MOST_ASKED)
        settings = self._settings = node.settings
        self._crew = Crew(msgspec.structs.replace(settings, workers=1))
        self._stopping = Event()
        self._working = Lock()
        self._neighbours = Neighbours()
        self._sequences: list[int] = []
        self._first: list[int] = []
        self._asked_at = self._settled_at = -1e9
        self._crashes = 0
        self.off = "" if is_available() else "no-model"
        self._thread = Thread(target=self._run, name="meaning", daemon=True)
        if not settings.read_meaning:
            self.off = "by-setting"
        if not self.off:
            self._thread.start()

    def close(self) -> None:
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()
        self._crew.stop()

    def health(self) -> dict[str, Any]:
        """``off`` says why nothing is read; how many wordings wait and were read, and how long the oldest that is
        neither ham nor a sample waits already.
        """
        with wordings(self._folder) as notes:
            waiting, oldest, read = notes.counts()
        behind = max(0, round(time.time()) - oldest) if oldest else 0
        return {"off": self.off, "waiting": waiting, "behind_seconds": behind, "read": read}

    def forget(self, ids: Sequence[str]) -> None:
        """Take out all that is known of these reports' texts."""
        with self._working, wordings(self._folder) as notes:
            notes.forget(ids)
            self._load(notes)
        self._reconsidering.recall()

    def renew(self) -> None:
        """See ``Crew.renew``."""
        self._crew.renew()

    def asked(self, item: Item) -> Said | None:
        """What one message that a person asks about means, ahead of all that waits; None where it says too little,
        nothing is read here, or too many ask.
        """
        if self.off or not self._asked.acquire(blocking=False):
            return None
        try:
            outcome = self._crew.submit("mean", [item]).result(ASKED_SECONDS).outcomes[0]
        except TimeoutError:
            return None
        finally:
            self._asked.release()
        return outcome.meaning if isinstance(outcome, Meant) else None

    def catch_up(self) -> int:
        """Read all that waits, without rest; how many were read. For who can't wait, and for tests."""
        read = 0
        while done := self._take_up():
            read += done
        return read

    def _run(self) -> None:
        wait = LOOK_SECONDS
        while not self._stopping.wait(wait) and not self.off:
            before = time.monotonic()
            try:
                with behind():
                    done = self._take_up()
            except Unavailable as error:
                _events.warning("meaning-unavailable", error=str(error))
                done = 0
            rest = BUSY_REST if self._is_busy() else REST
            wait = rest * (time.monotonic() - before) if done else LOOK_SECONDS

    def _is_busy(self) -> bool:
        return self._log.end() - self._log.cursor() > self._settings.batch_reports

    def _take_up(self) -> int:
        """Note what is new, then read some that waits; how many were read."""
        with self._working, wordings(self._folder) as notes:
            if len(self._sequences) > MOST_KEPT or not self._sequences:
                self._load(notes)
            self._note(notes)
            chosen = notes.next(AT_ONCE, self._largest(notes))
            if chosen:
                self._read(notes, chosen)
            if time.monotonic() > self._settled_at + SETTLE_SECONDS:
                self._settled_at = time.monotonic()
                self._settle(notes)
                notes.forget_before(time.time() - 86_400 * self._settings.evidence_days)
        return len(chosen)

    def _load(self, notes: Wordings) -> None:
        held = list(notes.directions(MOST_KEPT - MOST_KEPT // 5))
        self._neighbours, self._sequences = Neighbours(), [sequence for sequence, _ in held]
        if held:
            self._neighbours.add(_rows([direction for _, direction in held]))

    def _note(self, notes: Wordings) -> None:
        """Up to what the store has; where nothing is known, from the newest reports back."""
        end, after = self._log.cursor(), notes.after()
        after = max(0, end - BEHIND) if after < 0 or after > end else after
        while after < end and not self._stopping.is_set():
            until = min(end, after + SPAN)
            notes.note(new_wordings(self._store, after, until, SAME_WORDS), until)
            after = until

    def _largest(self, notes: Wordings) -> Sequence[int]:
        if notes.counts()[0] <= LAGGING:
            return ()
        if time.monotonic() > self._asked_at + LAGS_SECONDS:
            self._first, self._asked_at = grown(self._store, LARGEST), time.monotonic()
        return self._first

    def _read(self, notes: Wordings, chosen: Sequence[Wording]) -> None:
        entries = [self._log.find(each.id) for each in chosen]
        there = [(one, found[0]) for one, found in zip(chosen, entries, strict=True) if found]
        parts = [there[at : at + PART] for at in range(0, len(there), PART)]
        tasks = ([Item(entry) for _, entry in part] for part in parts)
        outcomes = [each for task in tasks for each in self._crew.submit("mean", task).result().outcomes]
        self._mind_crashes(sum(isinstance(each, Failure) and each.code == "crashed" for each in outcomes), len(there))
        self._reconsidering.judge_again(
            [
                Known(one.sequence, one.fingerprint, one.campaign, each.meaning)
                for (one, _), each in zip(there, outcomes, strict=True)
                if isinstance(each, Meant) and each.meaning
            ]
        )
        spam = scores(self._store, [each.sequence for each in chosen])  # as it is judged by its meaning too
        meant = {
            one.sequence: (
                msgspec.structs.replace(one, traits=each.traits, spam=spam.get(one.sequence, one.spam)),
                each.direction,
            )
            for (one, _), each in zip(there, outcomes, strict=True)
            if isinstance(each, Meant)
        }
        read = [meant[each.sequence] for each in sorted(chosen, key=lambda one: one.sequence) if each.sequence in meant]
        said = [(one, direction) for one, direction in read if direction]
        found = self._compared(notes, said) if said else []
        self._keep(notes, read + [(each, b"") for each in chosen if each.sequence not in meant], found)

    def _compared(self, notes: Wordings, said: Sequence[tuple[Wording, bytes]]) -> list[Kin]:
        """Each with those near it; then it is kept among those who are near others."""
        rows = _rows([direction for _, direction in said])
        first = self._neighbours.add(rows)
        self._sequences += [one.sequence for one, _ in said]
        near = [
            each
            for each in self._neighbours.near(rows, cosine_at(ALIKE), MOST_NEAR + len(said))
            if each.row < first + each.place
        ]
        others = notes.at(self._sequences[each.row] for each in near)
        others |= {one.sequence: one for one, _ in said}
        pairs = [(said[each.place][0], others.get(self._sequences[each.row]), each) for each in near]
        ours = [(one, other, each) for one, other, each in pairs if other and one.sample == other.sample]
        had_by = notes.had_by(value for one, *_ in ours for many in one.traits.values() for value in many)
        return [kin_of(one, other, each, had_by) for one, other, each in ours]

    def _keep(self, notes: Wordings, read: Sequence[tuple[Wording, bytes]], found: Sequence[Kin]) -> None:
        known = self._store.aliases.homes([one.campaign for kin in found for one in (kin.newer, kin.older)])
        within = [kin for kin in found if home(kin.newer, known) == home(kin.older, known)]
        told = rewrites(within)
        between = fewest([kin for kin in found if kin not in within], known)
        notes.keep(read, between, told)
        self._publish(within, told)
        self._make_one([kin for kin in between if kin.found.is_one])

    def _make_one(self, surely: Sequence[Kin]) -> None:
        """Join campaigns that mean the same and share enough beside; known ones stay a suggestion to people.

        Who writes look-alikes to draw somebody's campaign to another one is one reporter (see ``campaign.bridges``).
        """
        ends = [one.campaign for kin in surely for one in (kin.newer, kin.older)]
        people = reporters(self._store, ends)
        for kin in surely:
            pair = (kin.newer.campaign, kin.older.campaign)
            if min(people.get(each, 0) for each in pair) >= KNOWN_TO:
                continue
            with suppress(Rejected):  # a person said that they are two
                self._join(pair, MEANING)

    def _settle(self, notes: Wordings) -> None:
        """Kin that became one campaign since: the newer one is a rewrite, in other words."""
        undone = notes.undone(SETTLED_AT_ONCE)
        known = self._store.aliases.homes([one.campaign for kin in undone for one in (kin.newer, kin.older)])
        within = [kin for kin in undone if home(kin.newer, known) == home(kin.older, known)]
        if within:
            told = rewrites(within)
            notes.keep_rewrites(told)
            self._publish(within, told)
            notes.settle(within)

    def _publish(self, within: Sequence[Kin], told: Sequence[tuple[int, int, float]]) -> None:
        newer = {kin.newer.sequence: kin.newer for kin in within}
        add_rewritten(
            self._store,
            [
                {
                    "fingerprint": newer[sequence].fingerprint,
                    "sequence": sequence,
                    "sample": int(newer[sequence].sample),
                    "likeness": alike,
                }
                for sequence, _, alike in sorted(told)
                if newer[sequence].fingerprint
            ],
        )

    def _mind_crashes(self, crashed: int, asked: int) -> None:
        """The model is native code: a processor that it was not made for ends it, text after text."""
        self._crashes = self._crashes + 1 if crashed and crashed == asked else 0
        if self._crashes >= MOST_CRASHES:
            self.off = "crashes"
            _events.error("meaning-off", reason=self.off)


def _rows(directions: Sequence[bytes]) -> Any:
    return np.frombuffer(b"".join(directions), dtype=np.int8).reshape(-1, DIMENSIONS)
