"""What a face may ask of a node about reports, and do to them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

import msgspec

from spamatlas.model import Message, Rejected
from spamatlas.pipeline.actions import OPERATOR
from spamatlas.pipeline.node import Node
from spamatlas.pipeline.outcome import Item, Shown
from spamatlas.pipeline.packed import Packed, is_campaign
from spamatlas.pipeline.quarantine_answers import held_row
from spamatlas.pipeline.report_name import named_entry
from spamatlas.statistics import moment
from spamatlas.store import reports, search

if TYPE_CHECKING:
    from spamatlas.pipeline.packing import Packing
    from spamatlas.pipeline.release import Release


class ReportAnswers:
    """Part of ``Answers``; the questions are the public methods."""

    node: Node
    _row: Callable[[str], dict[str, Any] | None]
    """A campaign as it is listed: ``CampaignAnswers`` has it."""
    _release: "Release"

    def reports(
        self, filters: Mapping[str, str] | None = None, limit: int = 50, before: str | None = None
    ) -> list[dict[str, Any]]:
        """The newest reports first, without what they say."""
        return reports.recent(self.node.store, filters or {}, limit, int(before or 0))

    def report(self, identifier: str) -> dict[str, Any] | None:
        """One report as stored, with its evidence and, where it is there, its quarantine; None where there is none."""
        return whole_report(self.node, identifier)

    def follow(self, identity: str) -> dict[str, Any]:
        """One report through every stage, in the order of the path."""
        found = self.report(named_entry(self.node, identity).id)
        return found | {"log": msgspec.structs.asdict(found["log"])} if found else {}

    def evidence(self, identifier: str) -> Message | None:
        """A report's message, read again from its evidence by a worker; None where it can't be."""
        outcome = self.node.ask("show", [Item(named_entry(self.node, identifier))]).outcomes[0]
        return outcome.message if isinstance(outcome, Shown) else None

    def sightings(self, kind: str, value: str) -> dict[str, Any]:
        """How often, when and in which campaigns reports named an address, a network, a domain or a number."""
        return reports.sightings(self.node.store, kind, value)

    def erase(self, identities: Sequence[str]) -> dict[str, int]:
        """Destroy the evidence's key and blank the personal columns; counts stay.

        Raises:
            Rejected: ``held`` where a legal hold is on one of them.
        """
        ids = [named_entry(self.node, each).id for each in identities]
        self.node.erase(ids)
        return {"erased": len(ids)}

    def export_rows(self, since: str | None = None, until: str | None = None, after: int = 0) -> list[dict[str, Any]]:
        """Reports in order without personal data, a page at a time: those whose label lets them leave, with it."""
        now = datetime.now(UTC)
        span = moment(since, now) or datetime.fromtimestamp(0, UTC), moment(until, now) or now + timedelta(days=1)
        rows = reports.export(self._release.node().store, *span, after)
        return [{**row, "tlp": self._release.label([row.pop("marking")])} for row in rows]

    def leaving(self, identities: Sequence[str]) -> list[dict[str, Any]]:
        """These reports as they stand in a list, with their label.

        Raises:
            Rejected: ``label-forbids`` where one may not leave.
        """
        rows = search.listed(self.node.store, identities)
        self._release.check([row["marking"] for row in rows])
        return [{**row, "tlp": self._release.label([row["marking"]])} for row in rows]

    def package(self, names: Sequence[str], language: str = "en", who: str = OPERATOR) -> Packed:
        """An evidence package of campaigns and reports, as a file to be moved away; see ``Packing.pack``."""
        reports = [named_entry(self.node, each) for each in names if not is_campaign(each)]
        return self._packing.pack([each for each in names if is_campaign(each)], reports, language, who)

    @cached_property
    def _packing(self) -> "Packing":
        from spamatlas.pipeline.packing import Packing  # noqa: PLC0415  stamps and PDFs: loaded with the first package

        return Packing(self.node, self._row, self._release)


def whole_report(node: Node, identifier: str) -> dict[str, Any] | None:
    """What ``ReportAnswers.report`` tells."""
    try:
        entry = named_entry(node, identifier)
    except Rejected:
        return None
    held = node.log.held_one(entry.sequence)
    return {
        "log": entry,
        "evidence": node.vault.describe(entry.id),
        "holds": node.holds.on(entry.id),
        **({"quarantine": held_row(held)} if held else {}),
        **(reports.one(node.store, entry.id) or {}),
    }
