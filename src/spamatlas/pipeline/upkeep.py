"""What no report waits for, done while none does."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from spamatlas.model import Deletion
from spamatlas.pipeline.drift import Drift
from spamatlas.pipeline.leading import Leading
from spamatlas.pipeline.retention import Retention
from spamatlas.pipeline.shadow import Shadow

if TYPE_CHECKING:
    from spamatlas.pipeline.node import Node

TIDY_EVERY = timedelta(hours=1)


class Upkeep:
    """Forgetting what was kept long enough, lessons from reports, lists of leaders, the shadow, drift, seals."""

    def __init__(self, node: "Node") -> None:
        self._node = node
        self._drift = Drift(node.folder, node.log, lambda items: node.ask("familiar", items))
        self._shadow = Shadow(node.folder, node.log, lambda items: node.ask("compare", items))
        self._leading = Leading(node.store)
        self._retention = Retention(node)
        self._tidy_at = datetime.now(UTC)

    def take_up(self) -> bool:
        """Do a little; whether there may be more of it."""
        now = datetime.now(UTC)
        if now >= self._tidy_at:
            self._tidy_at = now + TIDY_EVERY
            self.forget(now)
        taught = self._node.public.take_up_reports() if self._node.settings.learn_from_reports else 0
        if self._leading.is_due:
            with self._node.pause():
                taught += self._leading.take_up()
        return bool(taught + self._shadow.take_up() + self._drift.take_up() + self._node.sealing.take_up())

    def forget(self, now: datetime) -> list[Deletion]:
        """Forget what was kept long enough by then; see ``Retention.run``."""
        return self._retention.run(now)
