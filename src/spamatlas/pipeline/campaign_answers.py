"""What a face may ask of a node about campaigns, and do to them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from spamatlas.log import Entry
from spamatlas.model import Rejected
from spamatlas.pipeline.campaign_actions import Regrouped, labelled
from spamatlas.pipeline.decisions import Label
from spamatlas.pipeline.lives import lived
from spamatlas.pipeline.node import Node
from spamatlas.pipeline.pair import paired
from spamatlas.pipeline.relatives import relatives
from spamatlas.pipeline.workbench import Workbench
from spamatlas.store import campaigns, reports
from spamatlas.store.largest import Largest
from spamatlas.store.members import names, parts

MEMBERS_AT_ONCE = 20_000
"""So many of a campaign's reports are named at once."""


class CampaignAnswers:
    """Part of ``Answers``; the questions are the public methods."""

    def __init__(self, node: Node) -> None:
        self.node = node
        self.workbench = Workbench(node, node.actions)
        self._largest = Largest(node.store)

    def campaigns(
        self, filters: Mapping[str, str] | None = None, limit: int = 50, members: bool = False, order: str = "size"
    ) -> list[dict[str, Any]]:
        """Campaigns, the largest first or in another of the store's orders; ``limit`` 0 gives all. ``name`` is what
        people call one, ``is_pinned`` whether the background pass leaves it alone.

        Where one is asked for by name it has what ``lives.lived`` tells of it too, ``kin``: which others may be the
        same maker's, ``joined``: which became part of it for that, and ``wordings``: how many it has, and how many of
        them say another one otherwise.
        """
        labels, asked = self.workbench.campaigns.labels(), filters or {}
        if members:
            found = campaigns.listed(self.node.store, asked, limit=limit, members=True, order=order)
        else:
            found = self._largest.listed(asked, limit, order=order)
        if asked.get("campaign"):
            found = [{**each, **self._beside(each["campaign"])} for each in found]
        return [labelled(each, labels) for each in found]

    def campaign(self, name: str, members: bool = False) -> dict[str, Any] | None:
        """One campaign, by its own name or that of one it took in."""
        found = self.campaigns({"campaign": name}, 1, members)
        return found[0] if found else None

    def campaign_members(self, name: str, after: int = 0, most: int = MEMBERS_AT_ONCE) -> dict[str, Any]:
        """Some of a campaign's reports, by the caller's ids, else ours, in the order of the log: the next ``members``
        behind a place, and the place ``after`` them, 0 where there are no more.

        Raises:
            Rejected: ``no-such-campaign``.
        """
        try:
            numbers = parts(self.node.store, name)
        except ValueError:
            raise Rejected("no-such-campaign", "no campaign has this name") from None
        found = names(self.node.store, numbers, after, min(most, MEMBERS_AT_ONCE))
        return {"members": [each for _, each in found], "after": found[-1][0] if found else 0}

    def campaign_pair(self, first: str, second: str) -> dict[str, Any] | None:
        """Two campaigns side by side; see ``pair.paired``. None where one of them does not exist."""
        both = [self.campaign(first), self.campaign(second)]
        return paired(self.node.store, both[0], both[1]) if both[0] and both[1] else None

    def campaigns_merge(self, names: Sequence[str]) -> Regrouped:
        """Make campaigns one; see ``CampaignActions``, here and below."""
        return self.workbench.campaigns.merge(names)

    def campaigns_apart(self, names: Sequence[str]) -> Regrouped:
        """Say of two campaigns that they are two."""
        return self.workbench.campaigns.apart(names)

    def campaigns_split(self, name: str, reports: Sequence[str], by_wording: bool = False) -> Regrouped:
        """Make reports of a campaign one of their own; they may be named by their callers' ids."""
        ids = [named_entry(self.node, each).id for each in reports]
        return self.workbench.campaigns.split(name, ids, by_wording=by_wording)

    def campaigns_label(self, name: str, label: str | None = None, pinned: bool | None = None) -> Regrouped:
        """Name a campaign, have it left alone, or both; None leaves it as it is."""
        return self.workbench.campaigns.relabel(name, label, pinned)

    def campaign_labels(self) -> Mapping[str, Label]:
        """What people say of campaigns, by name."""
        return self.workbench.campaigns.labels()

    def campaigns_undo(self, action: int = 0) -> int:
        """Undo what was done to campaigns, the latest where none is named; the action's number."""
        number = action or self.workbench.campaigns.latest().number
        self.workbench.undo(number)
        return number

    def _row(self, name: str) -> dict[str, Any] | None:
        """One campaign as a list gives it, without its life."""
        found = self._largest.listed({"campaign": name}, 1)
        return found[0] if found else None

    def _beside(self, name: str) -> dict[str, Any]:
        apart = [(pair.one, pair.other) for pair in self.node.decisions.pairs() if pair.kind == "apart"]
        known = relatives(self.node.folder, self.node.store, name, apart)
        return {**lived(self.node.store, name, datetime.now(UTC)), **known}


def named_entry(node: Node, identity: str) -> Entry:
    """A report by the beginning of its id, or by its caller's id.

    Raises:
        Rejected: ``no-such-report``; ``ambiguous-id`` where more than one goes by it.
    """
    found = node.log.find(identity)
    if not found and (named := reports.named(node.store, identity)):
        found = node.log.find(named)
    if not found:
        raise Rejected("no-such-report", "no report has this id; 'spamatlas stats' and /console list them")
    if len(found) > 1:
        raise Rejected("ambiguous-id", "more than one report's id starts so; give more digits")
    return found[0]
