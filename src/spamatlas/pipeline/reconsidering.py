"""Verdicts are judged again once a wording was read for its meaning: its report's, its copies', and what follows."""

import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from spamatlas.judge.careful import judged_again, named_anew
from spamatlas.model import Assignment, Channel, Ruling, Verdict
from spamatlas.pipeline.meanings import Known, keep, kept
from spamatlas.store.meaning import judged_wordings
from spamatlas.store.revision import revise

if TYPE_CHECKING:
    from spamatlas.pipeline.node import Node

MOST_COPIES = 2_000
"""Of so many of the newest copies of a wording the verdicts are judged again; those that come later are judged so at
once."""


class Reconsidering:
    """One batch of wordings at a time, by the thread that reads meanings."""

    def __init__(self, node: "Node") -> None:
        self._node = node

    def recall(self) -> None:
        """Have in mind what is kept, and nothing else."""
        with self._node.pause():
            self._node.writer.meanings.clear()
            self._node.writer.meanings.add(kept(self._node.folder))

    def judge_again(self, found: Sequence[Known]) -> int:
        """How many verdicts are others now. The same again changes nothing.

        Raises:
            Unavailable: the store is down or full; do the same again.
        """
        if not found:
            return 0
        with self._node.pause():
            known = self._node.store.aliases.homes([each.campaign for each in found])
            open_to = [each for each in found if self._is_open(known.get(each.campaign, each.campaign))]
            rows = judged_wordings(
                self._node.store,
                [each.sequence for each in open_to],
                [each.campaign for each in open_to],
                [each.fingerprint for each in open_to if each.fingerprint],
                MOST_COPIES,
            )
            after = self._verdicts(open_to, rows, known)
            if after:
                revise(self._node.store, after, f"meaning-{min(after)}-{max(after)}-{time.time_ns()}")
            self._node.writer.meanings.add(
                msgspec.structs.replace(each, campaign=known.get(each.campaign, each.campaign)) for each in found
            )
        keep(self._node.folder, found)
        if after:
            self._node.news.tell(revised=len(after))
        return len(after)

    def _is_open(self, home: int) -> bool:
        """What people said of a campaign stands, and what they pinned is left alone."""
        return self._node.writer.told.campaign(home) is None and not self._node.decisions.label(home).is_pinned

    def _verdicts(
        self, found: Sequence[Known], rows: Sequence[Mapping[str, Any]], known: Mapping[int, int]
    ) -> dict[int, Verdict]:
        own = {each.sequence: each for each in found}
        by_words = {(each.campaign, each.fingerprint, each.meaning.channel): each for each in found if each.fingerprint}
        after = {}
        for row in rows:
            key = (row["campaign"], row["fingerprint"], Channel(row["channel"]))
            if (each := own.get(row["sequence"]) or by_words.get(key)) is None:
                continue
            verdict = msgspec.json.decode(row["verdict"], type=Verdict)
            assignment = msgspec.json.decode(row["assignment"], type=Assignment)
            settled = self._node.writer.settled_ruling(known.get(each.campaign, each.campaign))
            again = self._again(verdict, assignment, each, settled)
            if again is not verdict:
                after[row["sequence"]] = again
        return after

    def _again(self, verdict: Verdict, assignment: Assignment, each: Known, settled: Ruling | None) -> Verdict:
        again = judged_again(verdict, assignment, each.meaning, self._node.writer.profile)
        if settled is not None and verdict.ruling is settled and again.ruling is not settled:
            return named_anew(verdict, each.meaning)
        return again
