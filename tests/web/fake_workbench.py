"""The console's workbench without a node."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.web.shown.names import HOSTILE, ID, NOW
from tests.web.shown.reports import REPORT_ROW

from spamatlas.model import Channel, Message, Rejected
from spamatlas.pipeline.actions import Action, Actions
from spamatlas.pipeline.drift import Week
from spamatlas.pipeline.feedback import Done
from spamatlas.pipeline.saved_views import SavedViews
from spamatlas.pipeline.shadow import Share, Trial, Tried
from spamatlas.store.search import Found, Part, Terms


class FakeWorkbench:
    """Remembers what was asked and done; the history is a real one, in memory."""

    def __init__(self) -> None:
        self.actions = Actions(Path(":memory:"))
        self.views = SavedViews(self.actions)
        self.searched: list[Terms] = []
        self.done: list[tuple[str, tuple[str, ...]]] = []
        self.undone: list[int] = []
        self.rows = [REPORT_ROW]
        self.refused: tuple[tuple[str, str, str], ...] = ()

    def search(self, terms: Terms, part: Part) -> Found:
        self.searched.append(terms)
        rows = [row for row in self.rows if row["sequence"] > part.after]
        return Found(rows[: part.limit], 3, 2_000)

    def matching(self, terms: Terms) -> list[str]:
        self.searched.append(terms)
        return [row["id"] for row in self.rows]

    def listed(self, ids: Sequence[str]) -> list[dict[str, Any]]:
        return [row for row in self.rows if row["id"] in ids]

    def feedback(self, label: str, ids: Sequence[str], who: str = "operator") -> Done:
        self.done.append((label, tuple(ids)))
        return Done(self.actions.add(label, reports=len(ids), who=who), len(ids), 0, self.refused)

    def label(self, ids: Sequence[str], marking: int, owner: int, who: str = "operator") -> Done:
        self.done.append((f"label {marking}", tuple(ids)))
        return Done(self.actions.add("label", reports=len(ids), note="TLP:RED", who=who), len(ids))

    def undo(self, number: int, who: str = "operator", owner: int = 0) -> Done:
        if self.actions.one(number).undone_at:
            raise Rejected("undone-before", "this was undone before")
        self.undone.append(number)
        self.actions.undone(number)
        self.actions.undone_by(number, who)
        return Done(number, 1)

    def erase(self, ids: Sequence[str], who: str = "operator") -> Done:
        self.done.append(("erase", tuple(ids)))
        return Done(self.actions.add("erase", reports=len(ids), note=HOSTILE), len(ids))

    def note(self, kind: str, reports: int, note: str = "", who: str = "operator") -> int:
        return self.actions.add(kind, reports=reports, note=note, who=who)

    def messages(self, ids: Sequence[str]) -> list[Message | None]:
        text = Message(submission_id=ID, channel=Channel.SMS, text=HOSTILE)
        other = Message(submission_id=ID, channel=Channel.SMS, text="Pay " + HOSTILE + " now")
        return [[text, other, None][place % 3] for place, _ in enumerate(ids)]

    def drift(self) -> tuple[list[Week], list[tuple[str, float, float]]]:
        one = Week(start=NOW.date(), reports=9, spam=3, log_odds=-1.5, unknown=5, runs=50, told=4, disagreed=1)
        return [one], [("unknown", 0.1, 0.34)]

    def shadow(self) -> Trial | None:
        some = Share(1, 40, 0.004, 0.129)
        tried = Tried(HOSTILE, "weights", NOW)
        return Trial(tried, some, (some, some), (some, some), [(ID, 0.93, "spam", 0.2, "ham")])

    def history(self, report: str) -> list[Action]:
        return self.actions.newest()

    def campaign_days(self, names: Sequence[str], days: int = 14) -> dict[str, list[int]]:
        return {name: [*range(days - 1), 3] for name in names}
