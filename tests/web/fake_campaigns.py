"""What is asked of campaigns, without a node."""

from collections.abc import Mapping, Sequence
from typing import Any

from tests.web.fake_workbench import FakeWorkbench
from tests.web.shown.campaigns import CAMPAIGN_ROW, KIN, LIVED, MEANINGS, PAIR, WORDINGS
from tests.web.shown.names import CAMPAIGN, HOSTILE, OTHER_CAMPAIGN

from spamatlas.model import Phase, Rejected
from spamatlas.pipeline.campaign_actions import Regrouped
from spamatlas.pipeline.decisions import Label
from spamatlas.store.search import Part


class FakeCampaigns:
    """Part of ``FakeNode``."""

    workbench: FakeWorkbench

    def campaigns(
        self, filters: Mapping[str, str] | None = None, limit: int = 50, members: bool = False, order: str = "size"
    ) -> list[dict[str, Any]]:
        return [CAMPAIGN_ROW]

    def campaign(self, name: str, members: bool = False) -> dict[str, Any] | None:
        beside = {"kin": KIN, "joined": KIN[:1], "wordings": WORDINGS, "meanings": MEANINGS}
        return {**CAMPAIGN_ROW, **LIVED, **beside} if name == CAMPAIGN else None

    def campaign_pair(self, first: str, second: str) -> dict[str, Any] | None:
        mine, theirs = self.campaign(first), self.campaign(CAMPAIGN) if second == OTHER_CAMPAIGN else None
        return {**PAIR, "first": mine, "second": {**theirs, "campaign": second}} if mine and theirs else None

    def make_ready(self) -> None:
        """Everything is."""

    def renew(self) -> None:
        """Nothing is kept."""

    def campaign_newest(self, name: str) -> Sequence[Mapping[str, Any]]:
        return self.workbench.search([("campaign", name)], Part(limit=20)).rows

    def campaign_phase(self, name: str) -> Phase | None:
        return Phase.GROWING if name == CAMPAIGN else None

    def campaigns_merge(self, names: Sequence[str], who: str = "operator") -> Regrouped:
        self.workbench.done.append(("merge", tuple(names)))
        return Regrouped(self.workbench.actions.touch("campaign-merge", names, " ".join(names)), CAMPAIGN)

    def campaigns_apart(self, names: Sequence[str], who: str = "operator") -> Regrouped:
        self.workbench.done.append(("apart", tuple(names)))
        return Regrouped(self.workbench.actions.touch("campaign-apart", names, " ".join(names)), CAMPAIGN)

    def campaigns_split(
        self, name: str, reports: Sequence[str], by_wording: bool = False, who: str = "operator"
    ) -> Regrouped:
        self.workbench.done.append(("split-wording" if by_wording else "split", (name, *reports)))
        return Regrouped(self.workbench.actions.touch("campaign-split", [name], name), CAMPAIGN, len(reports))

    def campaigns_label(
        self, name: str, label: str | None = None, pinned: bool | None = None, who: str = "operator"
    ) -> Regrouped:
        self.workbench.done.append(("label", (name, str(label), str(pinned))))
        return Regrouped(self.workbench.actions.touch("campaign-name", [name], f"{name}\n\n{HOSTILE}"), CAMPAIGN)

    def campaigns_counter(self, name: str, measure: Mapping[str, str], who: str = "operator") -> Regrouped:
        if measure.get("kind") == "explode":
            raise Rejected("bad-countermeasure", "its kind is one of notice")
        self.workbench.done.append(("counter", (name, *measure.values())))
        note = f"{name}\n{measure['kind']}\n{HOSTILE}"
        return Regrouped(self.workbench.actions.touch("campaign-countermeasure", [name], note), CAMPAIGN)

    def campaigns_undo(self, action: int = 0, who: str = "operator") -> int:
        return action

    def campaign_labels(self) -> dict[str, Label]:
        return {CAMPAIGN: Label(HOSTILE[:80], is_pinned=True)}
