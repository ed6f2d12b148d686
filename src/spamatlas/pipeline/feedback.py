"""A person's word on reports: it teaches the judge, changes their verdicts, and can be taken back exactly."""

from collections.abc import Sequence

import msgspec
from msgspec import Struct

from spamatlas.intake import pseudonym
from spamatlas.judge import take, told
from spamatlas.log import Entry
from spamatlas.model import Message, Rejected, Verdict
from spamatlas.pipeline.actions import FEEDBACK, Action, Actions, Step
from spamatlas.pipeline.following import follow
from spamatlas.pipeline.lessons import Lessons, key_of, taught
from spamatlas.pipeline.node import Node
from spamatlas.pipeline.outcome import Shown
from spamatlas.store.revision import revise

AT_ONCE = 32
"""So many reports a worker reads again in one task."""


class Done(Struct, frozen=True):
    """What came of it. ``action`` is the number to undo it by, 0 where nothing was changed.

    ``refused`` are reports that could not be changed, each with the code and reason.
    """

    action: int
    changed: int
    unchanged: int = 0
    refused: tuple[tuple[str, str, str], ...] = ()


class Feedback:
    """Teaching and taking back, one at a time."""

    def __init__(self, node: Node, actions: Actions) -> None:
        self._node, self._actions = node, actions

    def give(self, label: str, entries: Sequence[Entry], who: str) -> Done:
        """Say of reports that they are spam or ham, or take back what was said of them (forget).

        The lesson is kept by the bytes: who teaches two reports of the same bytes teaches once.
        """
        if label not in FEEDBACK:
            raise Rejected("bad-label", "feedback is spam, ham or forget")
        messages, refused = self._read(entries)
        by = pseudonym(self._node.folder.secret(), who)
        with taught(self._node.folder) as lessons:
            verdicts = self._verdicts([entry.sequence for entry, _ in messages])
            steps = [
                self._step(label, (entry, message), lessons, verdicts[entry.sequence], by)
                for entry, message in messages
                if entry.sequence in verdicts
            ]
            changed = [step for step in steps if step is not None]
            number = self._actions.add(label, changed, who=who) if changed else 0
            if changed:
                lessons.keep()
                after = {step.sequence: step.verdict_after for step in changed}
                self._revise(after, "feedback", number)
                self._follow(after)
        unjudged = [entry.id for entry, _ in messages if entry.sequence not in verdicts]
        refused += [(each, "not-analysed", "it has no verdict yet, or is in quarantine") for each in unjudged]
        return Done(number, len(changed), len(steps) - len(changed), tuple(refused))

    def take_back(self, action: Action) -> Done:
        """Undo feedback: lessons come off to the last bit, verdicts are again what they were, as a new revision.

        Raises:
            Rejected: ``changed-since`` when a later action changed the same; ``evidence-erased`` when the message,
                which it takes to undo its lesson, is gone.
        """
        if (later := self._actions.later(action.number)) is not None:
            raise Rejected("changed-since", f"action {later} changed some of the same reports later; undo that first")
        steps = self._actions.steps(action.number)
        with taught(self._node.folder) as lessons:
            moved = [step for step in steps if step.lesson_before != step.lesson_after]
            due = [step for step in moved if lessons.of(step.key) == step.lesson_after]
            messages, refused = self._read([self._entry(step.report) for step in due])
            if refused:
                raise Rejected(refused[0][1], "what it taught can't come off again: the message itself is gone")
            for step, (_, message) in zip(due, messages, strict=True):
                lessons.restore(step.key, take([message])[0], step.lesson_before)
            lessons.keep()
            before = {step.sequence: step.verdict_before for step in steps}
            self._revise(before, "undo", action.number)
            self._actions.undone(action.number)
            self._follow(before)
        return Done(action.number, len(steps))

    def _step(
        self, label: str, case: tuple[Entry, Message], lessons: Lessons, present: Verdict, by: str
    ) -> Step | None:
        """What teaching this report changes; None where it was told so before."""
        entry, message = case
        standing = self._actions.standing(entry.id)
        said = standing[-1][0] if standing else "forget"
        if said == label:
            return None
        original = standing[0][1].verdict_before if standing else present
        key = key_of(self._node.vault.get(entry.id))
        before = lessons.of(key)
        lessons.teach(key, take([message])[0], label, by)
        after = original if label == "forget" else told(original, label)
        return Step(entry.id, entry.sequence, key, before, lessons.of(key), present, after)

    def _read(self, entries: Sequence[Entry]) -> tuple[list[tuple[Entry, Message]], list[tuple[str, str, str]]]:
        """The messages again, read by a worker, and what can't be read and why."""
        found: list[tuple[Entry, Message]] = []
        refused: list[tuple[str, str, str]] = []
        for at in range(0, len(entries), AT_ONCE):
            part = entries[at : at + AT_ONCE]
            for entry, outcome in zip(part, self._node.show(part), strict=True):
                if isinstance(outcome, Shown):
                    found.append((entry, outcome.message))
                else:
                    refused.append((entry.id, outcome.code, outcome.detail))
        return found, refused

    def _entry(self, report: str) -> Entry:
        found = self._node.log.find(report)
        if not found:
            raise Rejected("no-such-report", "a report that it changed is gone; it can't be undone")
        return found[0]

    def _verdicts(self, sequences: Sequence[int]) -> dict[int, Verdict]:
        rows = self._node.store.query(
            "SELECT sequence, verdict FROM judgement FINAL WHERE sequence IN {sequences:Array(UInt64)}",
            {"sequences": list(sequences)},
        )
        return {row["sequence"]: msgspec.json.decode(row["verdict"], type=Verdict) for row in rows}

    def _revise(self, verdicts: dict[int, Verdict], what: str, number: int) -> None:
        """Put the verdicts into the store; the token holds the action's time, as numbers begin anew with a new file."""
        at = self._actions.one(number).at.timestamp()
        with self._node.pause():
            revise(self._node.store, verdicts, f"{what}-{number}-{at:.6f}")
        self._node.news.tell(revised=len(verdicts))

    def _follow(self, verdicts: dict[int, Verdict]) -> None:
        """Bring these reports' campaigns to what all words together say of them, and tell the writer."""
        with self._node.pause():
            follow(self._node.store, self._node.writer.told, self._actions.said(), verdicts)
        self._node.news.tell(revised=len(verdicts))
