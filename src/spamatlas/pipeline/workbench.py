"""What people who work with reports ask of a node beside what every face asks: search, change, undo, saved views."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from spamatlas.log import Entry
from spamatlas.model import HOUSE, Marking, Message, Rejected
from spamatlas.pipeline.actions import FEEDBACK, LABELLED, OF_CAMPAIGNS, OPERATOR, Action, Actions
from spamatlas.pipeline.campaign_actions import CampaignActions
from spamatlas.pipeline.drift import Week, warnings, weeks
from spamatlas.pipeline.feedback import Done, Feedback
from spamatlas.pipeline.labelling import Labelling
from spamatlas.pipeline.node import Node
from spamatlas.pipeline.outcome import Shown
from spamatlas.pipeline.saved_views import SavedViews
from spamatlas.pipeline.shadow import Trial, trial
from spamatlas.store import search as lists
from spamatlas.store.recent_days import RecentDays

MOST_AT_ONCE = 1_000
"""Most reports that one action may change: feedback reads every one of them again."""
SEARCH_SECONDS = 0.05
"""A page of a list looks about so long, then says how far it came."""


def _only_the_house() -> Mapping[int, Marking]:
    return {0: Marking()}


class Workbench:
    """``markings`` gives all of them by number.

    ``who`` is the operator while a node knows nobody by name; every change is noted under it.
    """

    def __init__(
        self, node: Node, actions: Actions, markings: Callable[[], Mapping[int, Marking]] = _only_the_house
    ) -> None:
        self._node, self.actions, self._markings = node, actions, markings
        self._labelling = Labelling(node.whole, actions, markings)
        self._feedback = Feedback(node.whole, actions)
        self.views = SavedViews(actions)
        self.campaigns = CampaignActions(node.whole)
        self._days = RecentDays(node.store)

    def search(self, terms: lists.Terms, part: lists.Part) -> lists.Found:
        """Reports that fit, in order; looks for a moment only, and says how far it came."""
        return lists.search(self._node.store, self.numbered(terms), part, SEARCH_SECONDS)

    def matching(self, terms: lists.Terms) -> list[str]:
        """The ids of all reports that fit, the newest first; of more than ``MOST_AT_ONCE`` one beyond it."""
        return lists.matching(self._node.store, self.numbered(terms), MOST_AT_ONCE + 1)

    def listed(self, ids: Sequence[str]) -> list[dict[str, Any]]:
        """These reports as they stand in a list."""
        return lists.listed(self._node.store, ids)

    def feedback(self, label: str, ids: Sequence[str], who: str = OPERATOR) -> Done:
        """Say of reports that they are spam or ham, or take back what was said (forget); see ``Feedback.give``."""
        return self._feedback.give(label, self._entries(ids), who)

    def label(self, ids: Sequence[str], marking: int, owner: int, who: str = OPERATOR) -> Done:
        """Say of an owner's own reports whom they may be shown to; see ``Labelling.give``."""
        return self._labelling.give(self._entries(ids), marking, owner, who)

    def numbered(self, terms: lists.Terms) -> lists.Terms:
        """Labels and owners as the numbers of the markings that have them; none is a number that nothing has."""
        asked = {name: [value for field, value in terms if field == name] for name in ("tlp", "owner")}
        if not any(asked.values()):
            return terms
        fitting = [
            ("marking", str(each.number))
            for each in self._markings().values()
            if (not asked["tlp"] or each.tlp in asked["tlp"])
            and (not asked["owner"] or str(each.owner) in asked["owner"])
        ]
        return [*(each for each in terms if each[0] not in asked), *(fitting or [("marking", "none")])]

    def undo(self, number: int, who: str = OPERATOR, owner: int = HOUSE) -> Done:
        """Undo an action exactly, and note who did; a label's, where ``owner`` is the reports' own.

        Raises:
            Rejected: ``no-such-action``, ``undone-before``, ``not-reversible``, or as ``Feedback.take_back`` says.
        """
        action = self.actions.one(number)
        if action.undone_at is not None:
            raise Rejected("undone-before", "this was undone before")
        if not action.can_be_undone:
            raise Rejected("not-reversible", "this can't be undone")
        done = self._undone(action, owner)
        self.actions.undone_by(number, who)
        return done

    def _undone(self, action: Action, owner: int) -> Done:
        if action.kind in FEEDBACK:
            return self._feedback.take_back(action)
        if action.kind in OF_CAMPAIGNS:
            self.campaigns.undo(action)
            return Done(action.number, action.reports)
        if action.kind == LABELLED:
            return self._labelling.take_back(action, owner)
        self.views.undo(action)
        return Done(action.number, 1)

    def erase(self, ids: Sequence[str], who: str = OPERATOR) -> Done:
        """Destroy what was filed, for good; the counts stay. Raises Rejected ``held`` as ``Node.erase``."""
        entries = self._entries(ids)
        self._node.erase([entry.id for entry in entries], who)
        number = self.actions.add("erase", reports=len(entries), note=_named(entries), who=who)
        return Done(number, len(entries))

    def note(self, kind: str, reports: int, note: str = "", who: str = OPERATOR) -> int:
        """Put into the history what was done by other means; it can't be undone here."""
        return self.actions.add(kind, reports=reports, note=note, who=who)

    def messages(self, ids: Sequence[str]) -> list[Message | None]:
        """The reports' messages, read again from their evidence by a worker; None for what can't be or is gone."""
        entries = [found[0] for each in dict.fromkeys(ids) if (found := self._node.log.find(each))]
        outcomes = self._node.show(entries) if entries else []
        read = {
            entry.id: each.message for entry, each in zip(entries, outcomes, strict=True) if isinstance(each, Shown)
        }
        return [read.get(each) for each in ids]

    def shadow(self) -> Trial | None:
        """What the model in shadow did beside the present one; None where none is tried."""
        return trial(self._node.folder, {each.step.report: each.label for each in self.actions.said()})

    def drift(self) -> tuple[list[Week], list[tuple[str, float, float]]]:
        """The last weeks' figures of what is reported, and which of them moved; see ``pipeline.drift``."""
        today = datetime.now(UTC).date()
        found = weeks(self._node.folder, self._node.store, self.actions.said(), today)
        return found, warnings(found, today)

    def history(self, report: str) -> list[Action]:
        """What was done to one report, in order."""
        return self.actions.of_report(report)

    def campaign_days(self, names: Sequence[str], days: int = 14) -> Mapping[str, Sequence[int]]:
        """Each campaign's reports a day over the last days, today last."""
        return self._days.of(names, days)

    def _entries(self, ids: Sequence[str]) -> list[Entry]:
        """Raises Rejected for too many at once, and for one that there is not."""
        if len(ids) > MOST_AT_ONCE:
            raise Rejected("too-many-reports", f"at most {MOST_AT_ONCE} reports at once; narrow the search")
        found = [self._node.log.find(each) if len(each) == 32 else [] for each in dict.fromkeys(ids)]
        if not all(found):
            raise Rejected("no-such-report", "a report that was chosen is gone; load the list again")
        return [each[0] for each in found]


def _named(entries: Sequence[Entry]) -> str:
    """Which ones, where they are few: an erasure leaves no other mark of what was asked for."""
    return " ".join(entry.id[:12] for entry in entries[:5]) + (" …" if len(entries) > 5 else "")
