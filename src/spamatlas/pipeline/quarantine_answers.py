"""What a face may ask of a node about what can't be analysed, and do to it."""

from collections.abc import Sequence
from typing import Any

from spamatlas.log import Held
from spamatlas.model import Rejected
from spamatlas.pipeline.actions import OPERATOR
from spamatlas.pipeline.door import bundles
from spamatlas.pipeline.node import Node

REPLAY_REPORTS = 256


class QuarantineAnswers:
    """Part of ``Answers``; the questions are the public methods."""

    node: Node

    def quarantine(self, limit: int = 100, code: str = "") -> list[dict[str, Any]]:
        """What can't be analysed, newest first, and why."""
        return [held_row(each) for each in self.node.log.held(limit, code)]

    def quarantine_show(self, identity: str) -> dict[str, Any]:
        """One entry in quarantine with its bytes."""
        held = self._held([identity], "")[0]
        return {**held_row(held), "media_type": held.entry.media_type, "body": self.node.vault.get(held.entry.id)}

    def quarantine_replay(self, identities: Sequence[str] = (), code: str = "") -> dict[str, int]:
        """Analyse again; what passes leaves the quarantine."""
        entries = [each.entry for each in self._held(identities, code)]
        written = [self.node.replay(bundle) for bundle in bundles(entries, REPLAY_REPORTS)]
        return {"passed": sum(each.stored for each in written), "still held": sum(each.held for each in written)}

    def quarantine_drop(self, identities: Sequence[str] = (), code: str = "") -> dict[str, int]:
        """Take entries out for good, bytes and all. Raises Rejected ``held`` where a legal hold is on one of them."""
        held = self._held(identities, code)
        ids = [each.entry.id for each in held]
        with self.node.holds.refusing(ids, "drop", OPERATOR):
            self.node.vault.erase(ids)
        self.node.forget(ids)
        self.node.writer.drop(held)
        self.node.log.drop([each.entry.sequence for each in held])
        return {"dropped": len(held)}

    def held_among(self, ids: Sequence[str]) -> int:
        """How many of these reports are in quarantine."""
        return self.node.log.held_among(ids)

    def _held(self, identities: Sequence[str], code: str) -> list[Held]:
        held = self.node.log.held(limit=1_000_000, code=code)
        if not identities:
            return held
        chosen = [each for each in held if any(each.entry.id.startswith(identity) for identity in identities)]
        if not chosen:
            raise Rejected("not-in-quarantine", "nothing in quarantine has this id; 'spamatlas quarantine' lists it")
        return chosen


def held_row(held: Held) -> dict[str, Any]:
    """An entry's place in quarantine as faces get it, without its bytes."""
    return {
        "id": held.entry.id,
        "code": held.code,
        "detail": held.detail,
        "at": held.at,
        "attempts": held.attempts,
        "bytes": held.entry.body_bytes,
        "channel": held.entry.channel,
        "sample": held.entry.sample,
    }
