"""What people do to campaigns: join, split, name, leave alone, note what was done against one; and undo it."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from spamatlas.model import Rejected, campaign_name, campaign_number
from spamatlas.pipeline.actions import COUNTERMEASURE, OF_CAMPAIGNS, OPERATOR, REGROUPING, Action
from spamatlas.pipeline.countermeasures import Written, checked
from spamatlas.pipeline.decisions import Label
from spamatlas.store import countermeasures, members
from spamatlas.store.wordings import chosen, like

if TYPE_CHECKING:
    from spamatlas.pipeline.node import Node

MOST_CHOSEN = 1_000
"""So many campaigns or reports may be chosen one by one."""


class Regrouped(Struct, frozen=True):
    """What came of it: the action to undo it by (0 where nothing was changed), the campaign that it made or changed,
    and how many reports were moved.
    """

    action: int
    campaign: str
    reports: int = 0


class CampaignActions:
    """One at a time; each is noted with who did it, and can be undone."""

    def __init__(self, node: "Node") -> None:
        self._node = node

    def merge(self, names: Sequence[str], who: str = OPERATOR) -> Regrouped:
        """Make campaigns one; the oldest name stays.

        Raises:
            Rejected: ``no-such-campaign``; ``too-few-campaigns``; ``too-many-reports``.
        """
        if len(set(names)) < 2:
            raise Rejected("too-few-campaigns", "choose at least two campaigns")
        number = self._node.regrouping.merge([_number(each) for each in _few(names)], who)
        return Regrouped(number, self._home(names[0]))

    def apart(self, names: Sequence[str], who: str = OPERATOR) -> Regrouped:
        """Say of two campaigns that they are two: the node never makes them one, and does not suggest it any more.

        Raises:
            Rejected: ``no-such-campaign``; ``too-few-campaigns``.
        """
        if len({*names}) != 2:
            raise Rejected("too-few-campaigns", "choose at least two campaigns")
        number = self._node.regrouping.apart(_number(names[0]), _number(names[1]), who)
        return Regrouped(number, self._home(names[0]))

    def split(self, name: str, reports: Sequence[str], who: str = OPERATOR, *, by_wording: bool = False) -> Regrouped:
        """Make chosen reports of a campaign, by their ids, one of their own; ``by_wording``: and all that say the same.

        Raises:
            Rejected: ``no-such-campaign``; ``nothing-chosen``; ``not-in-campaign``; ``whole-campaign``;
                ``too-many-reports``.
        """
        campaign = _number(self._home(name))
        store = self._node.store
        with self._node.pause():
            parts = self._node.writer.second_look.parts([campaign])[campaign]
            size = self._node.writer.second_look.size([campaign])
        found = chosen(store, _few(reports))
        if not found:
            raise Rejected("nothing-chosen", "no report was chosen; nothing was changed")
        if len(found) < len(set(reports)) or any(row["campaign"] not in parts for row in found):
            raise Rejected("not-in-campaign", "a report that was chosen is not of this campaign")
        if by_wording:
            found = [*found, *like(store, {row["fingerprint"] for row in found} - {0}, parts)]
        places = {row["sequence"]: row["campaign"] for row in found}
        if len(places) >= size:
            raise Rejected("whole-campaign", "these are all reports of the campaign; there is nothing to split")
        number = self._node.regrouping.split(campaign, places, who)
        return Regrouped(number, self._made_by(number, campaign), len(places))

    def label(self, name: str, label: Label, who: str = OPERATOR) -> Regrouped:
        """Name a campaign, or have the background pass leave it alone; noted as two things where it is both.

        Raises:
            Rejected: ``no-such-campaign``; ``bad-campaign-name``.
        """
        written = self._home(name)
        campaign, number = _number(written), 0
        before = self._node.decisions.label(campaign)
        self._node.decisions.say(campaign, label)
        after = self._node.decisions.label(campaign)
        if after.name != before.name:
            number = self._note("campaign-name", written, before.name, after.name, who)
        if after.is_pinned != before.is_pinned:
            number = self._note("campaign-pin" if after.is_pinned else "campaign-unpin", written, "", "", who)
        return Regrouped(number, written)

    def relabel(self, name: str, text: str | None, pinned: bool | None, who: str = OPERATOR) -> Regrouped:
        """Change what is said of a campaign; None leaves it as it is. Raises as ``label``."""
        before = self._node.decisions.label(_number(self._home(name)))
        after = Label(before.name if text is None else text, before.is_pinned if pinned is None else pinned)
        return self.label(name, after, who)

    def counter(self, name: str, written: Written, who: str = OPERATOR) -> Regrouped:
        """Note what somebody did against a campaign or against a thing that it uses.

        Raises:
            Rejected: ``no-such-campaign``; ``bad-countermeasure``.
        """
        home, store = self._home(name), self._node.store
        parts = members.parts(store, home)
        if not members.days(store, parts):
            raise Rejected("no-such-campaign", "no campaign has this name")
        measure = checked(written, store, parts, datetime.now(UTC).date())
        note = f"{home}\n{measure.kind}\n{measure.target}"
        number = self._node.actions.touch(COUNTERMEASURE, [home], note, who, many=0)
        countermeasures.keep(store, _number(home), msgspec.structs.replace(measure, number=number))
        return Regrouped(number, home)

    def undo(self, action: Action) -> None:
        """Undo one of these actions.

        Raises:
            Rejected: as ``Regrouping.undo``.
        """
        if action.kind in REGROUPING:
            self._node.regrouping.undo(action)
            return
        if action.kind == COUNTERMEASURE:
            if found := countermeasures.one(self._node.store, action.number):
                countermeasures.keep(self._node.store, *found, undone=True)
            self._node.actions.undone(action.number)
            return
        name, _, names = action.note.partition("\n")
        campaign = _number(name)
        label = self._node.decisions.label(campaign)
        if action.kind == "campaign-name":
            label = Label(names.partition("\n")[0], label.is_pinned)
        else:
            label = Label(label.name, is_pinned=action.kind == "campaign-unpin")
        self._node.decisions.say(campaign, label)
        self._node.actions.undone(action.number)

    def latest(self) -> Action:
        """What a person did to campaigns last.

        Raises:
            Rejected: ``nothing-to-undo``.
        """
        found = self._node.actions.latest_of(OF_CAMPAIGNS)
        if found is None:
            raise Rejected("nothing-to-undo", "nothing was done to campaigns that could be undone")
        return found

    def labels(self) -> Mapping[str, Label]:
        """What people say of campaigns, by the names that these have now; of a campaign before its parts."""
        said = {number: label for number, label in self._node.decisions.labels().items() if label != Label()}
        if not said:
            return {}
        homes = self._node.store.aliases.homes(said)
        parts = {campaign_name(homes[number]): label for number, label in sorted(said.items()) if number in homes}
        own = {campaign_name(number): label for number, label in said.items() if number not in homes}
        return {**parts, **own}

    def _note(self, kind: str, written: str, before: str, after: str, who: str) -> int:
        note = f"{written}\n{before}\n{after}" if kind == "campaign-name" else written
        return self._node.actions.touch(kind, [written], note, who, many=0)

    def _home(self, name: str) -> str:
        with self._node.pause():
            return campaign_name(self._node.regrouping.home(_number(name)))

    def _made_by(self, action: int, campaign: int) -> str:
        change = self._node.decisions.of_action(action)
        new = [each for each in change.after if each != campaign] if change else []
        return campaign_name(new[0] if new else campaign)


def labelled(row: Mapping[str, Any], labels: Mapping[str, Label]) -> dict[str, Any]:
    """A campaign's row with what people say of it."""
    label = labels.get(row["campaign"], Label())
    return {**row, "name": label.name, "is_pinned": label.is_pinned}


def _number(name: str) -> int:
    try:
        return campaign_number(name)
    except ValueError as error:
        raise Rejected("no-such-campaign", "no campaign has this name") from error


def _few(names: Sequence[str]) -> Sequence[str]:
    if len(names) > MOST_CHOSEN:
        raise Rejected("too-many-reports", f"at most {MOST_CHOSEN} at once")
    return names
