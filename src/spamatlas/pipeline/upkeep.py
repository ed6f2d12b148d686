"""What no report waits for, done while none does."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import structlog

from spamatlas.pipeline.drift import Drift
from spamatlas.pipeline.leading import Leading
from spamatlas.pipeline.shadow import Shadow
from spamatlas.store.moving import fold, is_patched
from spamatlas.store.retention import forget

if TYPE_CHECKING:
    from spamatlas.pipeline.node import Node

_events = structlog.get_logger()

TIDY_EVERY = timedelta(hours=1)
ANSWERS_KEPT = timedelta(days=7)
"""So long a request that is sent again under its idempotency key gets the answer it got the first time."""
FOLD_EVERY = timedelta(minutes=15)
"""Not more often what small parts say is written into those that they lie beside, which rewrites these."""


class Upkeep:
    """Forgetting what was kept long enough, lessons from reports, lists of leaders, the shadow, drift, seals."""

    def __init__(self, node: "Node") -> None:
        self._node = node
        self._drift = Drift(node.folder, node.log, lambda items: node.ask("familiar", items))
        self._shadow = Shadow(node.folder, node.log, lambda items: node.ask("compare", items))
        self._leading = Leading(node.store)
        self._tidy_at = datetime.now(UTC)
        self._fold_at = datetime.now(UTC) + FOLD_EVERY

    def take_up(self) -> bool:
        """Do a little; whether there may be more of it."""
        now = datetime.now(UTC)
        if now >= self._tidy_at:
            self._tidy_at = now + TIDY_EVERY
            self.forget(now)
        if now >= self._fold_at:
            self._fold_at = now + FOLD_EVERY
            if is_patched(self._node.store):
                fold(self._node.store)
        taught = self._node.public.take_up_reports() if self._node.settings.learn_from_reports else 0
        if self._leading.is_due:
            with self._node.pause():
                taught += self._leading.take_up()
        return bool(taught + self._shadow.take_up() + self._drift.take_up() + self._node.sealing.take_up())

    def forget(self, now: datetime) -> None:
        """Forget what was kept long enough by then: answers, keys of evidence, what the store holds of people."""
        node = self._node
        node.log.forget_answers(now - ANSWERS_KEPT)
        evidence = node.vault.expire(now)
        with node.pause():
            reports = forget(node.store, now - timedelta(days=node.settings.evidence_days))
        if evidence or reports:
            _events.info("retention-ended", evidence=evidence, reports=reports)
