"""What a node knows of reports that are to be evidence: how they came, what was done with them, what they are."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

import msgspec

from spamatlas.custody import original, sheet_path, stamp_on
from spamatlas.custody.time_stamp import certificates
from spamatlas.custody.time_stamp import read as read_stamp
from spamatlas.log import Entry
from spamatlas.model import Handling, PackedReport, Rejected
from spamatlas.pipeline.actions import FEEDBACK, Action
from spamatlas.pipeline.node import Node
from spamatlas.pipeline.sealing import Sheet, taken
from spamatlas.store import search as lists

PACKED = "evidence"
"""The kind of the action that packing is."""


class Exhibits:
    """Looked up once, when they are first asked for: ``files`` before ``reports``, as it finds out what is missing.

    ``label`` gives the strictest label of some markings as it is written.
    """

    def __init__(self, node: Node, entries: Sequence[Entry], label: Callable[[Collection[int]], str]) -> None:
        self._node, self._entries, self._label = node, entries, label
        self._missing: dict[str, str] = {}

    @cached_property
    def reports(self) -> tuple[PackedReport, ...]:
        """Each report as the manifest has it.

        Raises:
            Rejected: ``evidence-erased`` for what ``files`` gave and somebody erased since.
        """
        return tuple(self._report(entry, self._rows.get(entry.id, {})) for entry in self._entries)

    @cached_property
    def markings(self) -> set[int]:
        """Under which markings they stand now; those that are not analysed, as they were filed."""
        return {self._rows.get(entry.id, {}).get("marking", entry.marking) for entry in self._entries}

    @cached_property
    def _rows(self) -> Mapping[str, Mapping[str, Any]]:
        return {row["id"]: row for row in lists.listed(self._node.store, [each.id for each in self._entries])}

    @cached_property
    def sheets(self) -> Mapping[int, Sheet]:
        """The sheets of the log that the reports are on, by the reports' places."""
        found: dict[int, Sheet] = {}
        last: Sheet | None = None
        for entry in self._entries:
            if last is None or not last.first <= entry.sequence <= last.last:
                last = self._node.sealing.of(entry.sequence)
            if last is not None:
                found[entry.sequence] = last
        return found

    def files(self) -> Iterator[tuple[str, bytes]]:
        """The path and bytes of every original that is there, and of every sheet and its stamp."""
        for entry in self._entries:
            try:
                content = self._node.vault.get(entry.id)
            except Rejected as why:
                self._missing[entry.id] = why.code
            else:
                yield original(entry.id, entry.media_type), content
        for sheet in self._each_sheet():
            yield sheet_path(sheet.number), sheet.content
            yield stamp_on(sheet_path(sheet.number)), sheet.stamp

    def events(self, roots: bytes) -> Iterator[Handling]:
        """All that was done with the reports, in no order; ``roots`` are the node's own authority's (PEM)."""
        known = certificates(roots)
        stamped = {each.number: read_stamp(each.stamp, each.content, known) for each in self._each_sheet()}
        for entry, report in zip(self._entries, self.reports, strict=True):
            yield _accepted(entry, report)
            if sheet := self.sheets.get(entry.sequence):
                at = max(stamped[sheet.number], entry.received_at)
                yield _event("sealed", at, entry, "node", {"seal": sheet_path(sheet.number)})
            if held := self._node.log.held_one(entry.sequence):
                yield _event("quarantined", held.at, entry, "node", {"code": held.code})
            for action in self._node.actions.of_report(entry.id):
                yield from _acted(action, entry)
            for at, reason, digest in self._node.vault.deletions(entry.id):
                yield _event("erased", at, entry, "node", {"reason": reason, "sha256": digest})

    def _each_sheet(self) -> Iterable[Sheet]:
        return {sheet.number: sheet for sheet in self.sheets.values()}.values()

    def _report(self, entry: Entry, row: Mapping[str, Any]) -> PackedReport:
        kept, missing = self._node.vault.describe(entry.id), self._missing.get(entry.id, "")
        if kept.expires_at is None and not missing:
            raise Rejected("evidence-erased", "what was filed was erased; its facts and counts stay")
        sheet = self.sheets.get(entry.sequence)
        facts = msgspec.structs.asdict(entry)
        said = {name: facts[name] for name in PackedReport.__struct_fields__ if name in facts}
        where = {"path": "" if missing else original(entry.id, entry.media_type), "missing": missing}
        sealed = {"seal": sheet_path(sheet.number), "sealed_as": taken(entry, kept.sha256).line} if sheet else {}
        said["tlp"] = self._label([row.get("marking", entry.marking)])
        return msgspec.convert({**said, "sha256": kept.sha256, **where, **sealed, **_analysed(row)}, PackedReport)


def _analysed(row: Mapping[str, Any]) -> dict[str, Any]:
    """What the analysis found out, as far as it is known: an empty word stands for what is not."""
    words = ("ruling", "category", "lure", "profile", "campaign", "route_class", "country", "asn", "operator", "sender")
    found = {name: row[name] for name in words if row.get(name)}
    if row:
        found |= {"channel": row["channel"], "domains": row["domains"]}
    return found | ({"spam": round(row["spam"], 4)} if row.get("ruling") else {})


def _accepted(entry: Entry, report: PackedReport) -> Handling:
    """How it was obtained."""
    facts = {
        "sha256": report.sha256,
        "bytes": str(entry.body_bytes),
        "media_type": entry.media_type,
        "measuring_point": str(entry.measuring_point),
        "stated_channel": str(entry.channel or ""),
        "sequence": str(entry.sequence),
    }
    return _event("accepted", entry.received_at, entry, f"reporter:{entry.reporter}", facts)


def _acted(action: Action, entry: Entry) -> Iterator[Handling]:
    if action.kind in FEEDBACK:
        yield _event(action.kind, action.at, entry, action.who, {"action": str(action.number)})
    elif action.kind == PACKED:
        yield _event("exported", action.at, entry, action.who, {"package": action.note})
    if action.undone_at and action.kind in FEEDBACK:
        yield _event("undone", action.undone_at, entry, action.who, {"action": str(action.number)})


def _event(kind: str, at: datetime, entry: Entry, who: str, facts: dict[str, str]) -> Handling:
    return Handling(number=0, at=at, kind=kind, who=who, report=entry.id, facts=facts)  # type: ignore[arg-type]
