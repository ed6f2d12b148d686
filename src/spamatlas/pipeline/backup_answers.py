"""What commands ask of a node to back it up."""

from collections.abc import Sequence
from typing import Any

from spamatlas.pipeline.node import Node
from spamatlas.pipeline.snapshot import Snapshot, take

ERASED_AT_ONCE = 5_000


class BackupAnswers:
    """Part of ``Answers``; the questions are the public methods."""

    node: Node

    def snapshot(self) -> Snapshot:
        """Everything as it is now, laid out as files; who asks removes its folder."""
        return take(self.node)

    def erasures(self, since: float = 0.0) -> list[dict[str, Any]]:
        """What was erased since a time (seconds since 1970) because somebody asked, oldest first."""
        return [
            {"id": identity, "at": at.isoformat(), "reason": reason}
            for identity, at, reason in self.node.vault.erased(since)
        ]

    def erase_again(self, identities: Sequence[str]) -> dict[str, int]:
        """Erase what of these ids is here: it was erased once already, after the backup that this node was made of.

        A hold on one of them was released there before that, which a backup does not know.
        """
        for start in range(0, len(identities), ERASED_AT_ONCE):
            these = identities[start : start + ERASED_AT_ONCE]
            self.node.vault.let_go(these)
            self.node.erase(these)
        return {"erased": len(identities)}
