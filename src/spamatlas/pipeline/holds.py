"""Legal holds: what nothing deletes until somebody releases it, whatever asks for it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from spamatlas.model import Hold, HoldKind, Rejected, campaign_number
from spamatlas.pipeline.report_name import named_entry

if TYPE_CHECKING:
    from spamatlas.pipeline.node import Node

RULE = "held"
REFUSED = "refused"
REVIEW_DAYS = 90
MOST_DAYS = 3_650
LONGEST_REASON = 300
PAGE_REPORTS = 50_000
NODE = "node"
_MEMBERS = """
SELECT sequence, toString(id) AS id FROM report
WHERE campaign IN {parts:Array(UInt64)} AND sequence > {place:UInt64} ORDER BY sequence LIMIT {most:UInt32}
"""


class WantedHold(Struct, frozen=True, kw_only=True):
    """What a hold shall be on, and why; ``days`` 0: until it is released."""

    kind: HoldKind
    about: str
    reason: str
    days: int = 0
    review_days: int = REVIEW_DAYS


class Holds:
    """The vault knows what is held, so that no way of destroying passes it by; the records know why."""

    def __init__(self, node: "Node") -> None:
        self._node = node

    def place(self, wanted: WantedHold, who: str) -> Hold:
        """Put a hold on a report, on a campaign with all that joins it, or on what a request found.

        Raises:
            Rejected: ``bad-hold``, ``no-such-report``, ``ambiguous-id``, ``no-such-campaign``, ``no-such-request``.
        """
        from spamatlas.store.records import holds  # noqa: PLC0415  SQLAlchemy: only where it is used

        reason = " ".join(wanted.reason.split())
        in_bounds = 0 <= wanted.days <= MOST_DAYS and 1 <= wanted.review_days <= MOST_DAYS
        if not 0 < len(reason) <= LONGEST_REASON or not in_bounds:
            raise Rejected("bad-hold", "a hold needs a reason of at most 300 characters, and days from 1 to 3650")
        about, ids = self._about(wanted)
        accounts = self._node.accounts
        now = accounts.clock()
        placed = Hold(
            id=0,
            kind=wanted.kind,
            about=about,
            reason=reason,
            at=now,
            who=who,
            review_at=now + timedelta(days=wanted.review_days),
            expires_at=now + timedelta(days=wanted.days) if wanted.days else None,
            reports=len(ids),
        )
        with accounts.changing(who) as (change, note):
            added = holds.add(change, placed)
            note("hold-placed", f"hold {added.id} on {added.kind} {about[:40]}", reason)
            self._node.vault.hold(added.id, ids, about if added.kind is HoldKind.CAMPAIGN else "")
        return added

    def release(self, number: int, why: str, who: str) -> Hold:
        """Take a hold off; what it kept is deleted again when its time comes.

        Raises:
            Rejected: ``no-such-hold``; ``bad-hold`` without a reason.
        """
        from spamatlas.store.records import holds  # noqa: PLC0415  as above

        reason = " ".join(why.split())[:LONGEST_REASON]
        if not reason:
            raise Rejected("bad-hold", "a hold is released for a reason; give one")
        with self._node.accounts.changing(who) as (change, note):
            released = holds.release(change, number, self._node.accounts.clock(), who, reason)
            note("hold-released", f"hold {number}", reason)
        self._node.vault.release(number)
        return released

    def every(self) -> list[Hold]:
        """All holds, also those that were released, the newest first."""
        from spamatlas.store.records import holds  # noqa: PLC0415  as above

        with self._node.accounts.records.read() as moment:
            return holds.every(moment)

    def on(self, identifier: str) -> list[Hold]:
        """The holds on a report."""
        self._extend_to([identifier])
        numbers = self._node.vault.held([identifier]).get(identifier, [])
        if not numbers:
            return []
        from spamatlas.store.records import holds  # noqa: PLC0415  as above

        with self._node.accounts.records.read() as moment:
            return holds.some(moment, numbers)

    def keep_up(self, now: datetime) -> None:
        """Take off what expired, and put on what joined the campaigns that are held."""
        if not self._node.vault.any_held():
            return
        from spamatlas.store.records import holds  # noqa: PLC0415  as above

        with self._node.accounts.records.read() as moment:
            going_on = holds.going_on(moment)
        for each in going_on:
            if each.expires_at is not None and each.expires_at <= now:
                self.release(each.id, "its time was over", NODE)
        for campaign, number in self._node.vault.held_campaigns():
            ids = list(self._members(campaign))
            if self._node.vault.hold(number, ids):
                with self._node.accounts.records.change() as change:
                    holds.counted(change, number, len(ids))

    @contextmanager
    def refusing(self, ids: Sequence[str], what: str, who: str) -> Iterator[None]:
        """What is deleted within is refused where it is held; the refusal is noted, and seen on the report.

        Raises:
            Rejected: ``held``.
        """
        self._extend_to(ids)
        try:
            yield
        except Rejected as why:
            if why.code == RULE:
                self._note(ids, what, who)
            raise

    def _note(self, ids: Sequence[str], what: str, who: str) -> None:
        held = self._node.vault.held(ids)
        self._node.actions.touch(REFUSED, list(held), what, who)
        numbers = sorted({number for each in held.values() for number in each})
        about = f"{what} of {len(held)} held, hold {' '.join(map(str, numbers[:5]))}: {' '.join(sorted(held)[:5])}"
        self._node.accounts.trail.note(who, REFUSED, about[:200], RULE)

    def _extend_to(self, ids: Sequence[str]) -> None:
        """Put on those of these reports that joined a campaign which is held."""
        for campaign, number in self._node.vault.held_campaigns():
            rows = self._node.store.query(
                "SELECT toString(id) AS id FROM report "
                "WHERE id IN {ids:Array(String)} AND campaign IN {parts:Array(UInt64)}",
                {"ids": list(ids), "parts": self._parts(campaign)},
            )
            if rows:
                self._node.vault.hold(number, [row["id"] for row in rows])

    def _about(self, wanted: WantedHold) -> tuple[str, list[str]]:
        if wanted.kind is HoldKind.REPORT:
            identifier = named_entry(self._node, wanted.about).id
            return identifier, [identifier]
        if wanted.kind is HoldKind.CAMPAIGN:
            ids = list(self._members(wanted.about))
            if not ids:
                raise Rejected("no-such-campaign", "no campaign has this name")
            return wanted.about, ids
        from spamatlas.store.records import requests  # noqa: PLC0415  as above

        number = int(wanted.about) if wanted.about.isascii() and wanted.about.isdecimal() else 0
        with self._node.accounts.records.read() as moment:
            return wanted.about, list(requests.one(moment, number).reports)

    def _members(self, campaign: str) -> Iterator[str]:
        place, parts = 0, self._parts(campaign)
        while rows := self._node.store.query(
            _MEMBERS, {"parts": parts, "place": place, "most": PAGE_REPORTS}, seconds=60
        ):
            yield from (row["id"] for row in rows)
            place = rows[-1]["sequence"]

    def _parts(self, campaign: str) -> list[int]:
        try:
            number = campaign_number(campaign)
        except ValueError as error:
            raise Rejected("no-such-campaign", "no campaign has this name") from error
        home = self._node.store.aliases.homes([number]).get(number, number)
        return self._node.store.aliases.whole(list({number, home}))["parts"]
