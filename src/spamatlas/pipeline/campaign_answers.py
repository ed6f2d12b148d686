"""What a face may ask of a node about campaigns, and do to them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from spamatlas.model import Marking, Phase, Rejected, Sight, campaign_name, campaign_number
from spamatlas.pipeline.actions import OPERATOR
from spamatlas.pipeline.campaign_actions import Regrouped, labelled
from spamatlas.pipeline.countermeasures import effects, written_from
from spamatlas.pipeline.decisions import Label
from spamatlas.pipeline.graphs import Graphs
from spamatlas.pipeline.kept import Kept
from spamatlas.pipeline.lives import AT_ONCE, lived, phase
from spamatlas.pipeline.node import Node
from spamatlas.pipeline.pair import paired
from spamatlas.pipeline.relatives import relatives
from spamatlas.pipeline.release import Release
from spamatlas.pipeline.report_name import named_entry
from spamatlas.pipeline.workbench import Workbench
from spamatlas.store import campaigns, countermeasures, members
from spamatlas.store.contrast import Values, values
from spamatlas.store.graph import home_of
from spamatlas.store.largest import Largest
from spamatlas.store.newest import READ, SHOWN
from spamatlas.store.search import Part, newest_of
from spamatlas.store.turns import Side

MEMBERS_AT_ONCE = 20_000
"""So many of a campaign's reports are named at once."""
KEPT = timedelta(minutes=1)
LARGEST = 8
"""So many of the largest campaigns are kept as their pages show them before anybody asks."""


class CampaignAnswers:
    """Part of ``Answers``; the questions are the public methods."""

    def __init__(self, node: Node, sight: Sight | None = None) -> None:
        self.node = node
        self.workbench = Workbench(node, node.actions, self._markings)
        self._largest = Largest(node.store)
        self._lives = Kept(node.store, self._lived)
        self._values = Kept(node.store, self._named)
        self._release = Release(node, self._markings, sight)
        self._graphs = Graphs(node, self._row, self._largest.size, self._release)
        self._phases: dict[str, tuple[datetime, Phase | None]] = {}

    def campaigns(
        self, filters: Mapping[str, str] | None = None, limit: int = 50, members: bool = False, order: str = "size"
    ) -> list[dict[str, Any]]:
        """Campaigns, the largest first or in another of the store's orders; ``limit`` 0 gives all. ``name`` is what
        people call one, ``is_pinned`` whether the background pass leaves it alone.

        Where one is asked for by name it has what ``lives.lived`` tells of it too, ``kin``: which others may be the
        same maker's, ``joined``: which became part of it for that, and ``wordings``: how many it has, and how many of
        them say another one otherwise; and its ``countermeasures`` with their effects, see ``countermeasures.effects``.
        """
        labels, asked = self.workbench.campaigns.labels(), filters or {}
        if members:
            found = campaigns.listed(self.node.store, asked, limit=limit, members=True, order=order)
        else:
            found = self._listed(asked, limit, order)
        if asked.get("campaign"):
            found = [{**self._with_life(each), **self._kin(each["campaign"])} for each in found]
        return [labelled(each, labels) for each in found]

    def _markings(self) -> Mapping[int, Marking]:
        return {0: Marking()}

    def campaign(self, name: str, members: bool = False) -> dict[str, Any] | None:
        """One campaign, by its own name or that of one it took in."""
        found = self.campaigns({"campaign": name}, 1, members)
        return found[0] if found else None

    def campaign_newest(self, name: str) -> list[dict[str, Any]]:
        """The newest reports of a campaign as they stand in a list; none of what is no campaign."""
        try:
            parts = members.parts(self.node.store, name)
        except ValueError:
            return []
        if self._largest.size(home_of(self.node.store, campaign_number(name))) >= READ:
            return self.workbench.search([("campaign", name)], Part(limit=SHOWN)).rows
        return newest_of(self.node.store, parts)

    def campaign_phase(self, name: str) -> Phase | None:
        """Where in its life a campaign is, at most a minute ago; None where it has no report."""
        now = datetime.now(UTC)
        at, kept = self._phases.get(name, (None, None))
        if at is None or now - at > KEPT:
            kept = phase(self.node.store, name, now)
            self._phases = {name: (now, kept)}  # who asks, asks for the campaign of the week
        return kept

    def campaign_members(self, name: str, after: int = 0, most: int = MEMBERS_AT_ONCE) -> dict[str, Any]:
        """Some of a campaign's reports, by the caller's ids, else ours, in the order of the log: the next ``members``
        behind a place, and the place ``after`` them, 0 where there are no more.

        Raises:
            Rejected: ``no-such-campaign``.
        """
        try:
            numbers = members.parts(self.node.store, name)
        except ValueError:
            raise Rejected("no-such-campaign", "no campaign has this name") from None
        found = members.names(self.node.store, numbers, after, min(most, MEMBERS_AT_ONCE))
        return {"members": [each for _, each in found], "after": found[-1][0] if found else 0}

    def campaign_pair(self, first: str, second: str) -> dict[str, Any] | None:
        """Two campaigns side by side; see ``pair.paired``. None where one of them does not exist."""
        rows = [self._row(first), self._row(second)]
        if rows[0] is None or rows[1] is None:
            return None
        labels = self.workbench.campaigns.labels()
        with Side(AT_ONCE) as side:
            both = list(filter(None, rows))
            values = side.map(self._values_of, both)
            one, other = (labelled(each, labels) for each in side.map(self._with_life, both))
            return paired(self.node.store, one, other, (next(values), next(values)))

    def campaigns_merge(self, names: Sequence[str], who: str = OPERATOR) -> Regrouped:
        """Make campaigns one; see ``CampaignActions``, here and below."""
        return self.workbench.campaigns.merge(names, who)

    def campaigns_apart(self, names: Sequence[str], who: str = OPERATOR) -> Regrouped:
        """Say of two campaigns that they are two."""
        return self.workbench.campaigns.apart(names, who)

    def campaigns_split(
        self, name: str, reports: Sequence[str], by_wording: bool = False, who: str = OPERATOR
    ) -> Regrouped:
        """Make reports of a campaign one of their own; they may be named by their callers' ids."""
        ids = [named_entry(self.node, each).id for each in reports]
        return self.workbench.campaigns.split(name, ids, who, by_wording=by_wording)

    def campaigns_label(
        self, name: str, label: str | None = None, pinned: bool | None = None, who: str = OPERATOR
    ) -> Regrouped:
        """Name a campaign, have it left alone, or both; None leaves it as it is."""
        return self.workbench.campaigns.relabel(name, label, pinned, who)

    def campaigns_counter(self, name: str, measure: Mapping[str, str], who: str = OPERATOR) -> Regrouped:
        """Note a countermeasure, by the names of ``countermeasures.Written``."""
        return self.workbench.campaigns.counter(name, written_from(measure), who)

    def campaign_labels(self) -> Mapping[str, Label]:
        """What people say of campaigns, by name."""
        return self.workbench.campaigns.labels()

    def campaigns_undo(self, action: int = 0, who: str = OPERATOR) -> int:
        """Undo what was done to campaigns, the latest where none is named; the action's number."""
        number = action or self.workbench.campaigns.latest().number
        self.workbench.undo(number, who)
        return number

    def _row(self, name: str) -> dict[str, Any] | None:
        """One campaign as a list gives it, without its life."""
        found = self._listed({"campaign": name}, 1)
        return found[0] if found else None

    def _listed(self, filters: Mapping[str, str], limit: int, order: str = "size") -> list[dict[str, Any]]:
        return self._largest.listed(filters, limit, order=order)

    def make_ready(self) -> None:
        """What whoever comes first would wait for."""
        self.node.store.make_ready()
        self._largest.listed({}, 1)

    def renew(self) -> None:
        """Read anew what is kept of the largest campaigns, and of those that were asked for lately."""
        rows = self._largest.listed({}, LARGEST)
        largest = [(campaign_number(row["campaign"]), row["size"]) for row in rows]
        self._lives.renew(largest)
        self._values.renew([])
        self._graphs.renew(largest)

    def _lived(self, number: int) -> dict[str, Any]:
        is_kept = self._largest.size(number) > 0
        return lived(self.node.store, campaign_name(number), datetime.now(UTC), has_row=is_kept)

    def _named(self, number: int) -> Values:
        return values(self.node.store, members.parts(self.node.store, campaign_name(number)))

    def _values_of(self, row: Mapping[str, Any]) -> Values:
        return self._values.of(campaign_number(row["campaign"]), row["size"]).value

    def _with_life(self, row: dict[str, Any]) -> dict[str, Any]:
        """With what ``lives.lived`` tells of a campaign ``as_of`` a moment, and what was done against it."""
        name, store = row["campaign"], self.node.store
        number = campaign_number(name)
        parts = members.parts(store, name)
        with Side(1) as side:
            noted = side.submit(countermeasures.noted, store, parts)
            answer = self._lives.of(number, row["size"])
        told = {**row, **answer.value, "as_of": min(answer.as_of, self._largest.as_of(number))}
        if "life" not in told:
            return told
        return {**told, "countermeasures": effects(store, self.node.actions, told, parts, noted.result())}

    def _kin(self, name: str) -> dict[str, Any]:
        apart = [(pair.one, pair.other) for pair in self.node.decisions.pairs() if pair.kind == "apart"]
        return relatives(self.node.folder, self.node.store, name, apart)
