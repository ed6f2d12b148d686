"""One pass over everything that is kept for a time only, and a proof of each deletion."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

import structlog

from spamatlas.model import Deletion, RetentionClass
from spamatlas.pipeline.packages import tidy
from spamatlas.store.retention import forget

if TYPE_CHECKING:
    from spamatlas.pipeline.node import Node

_events = structlog.get_logger()
RULE = "retention"


class Retention:
    """Behind the path. What is under a legal hold stays, and is looked at again with the next pass."""

    def __init__(self, node: "Node") -> None:
        self._node = node

    def run(self, now: datetime) -> list[Deletion]:
        """Delete what was kept long enough by then; the proofs, which the records keep too."""
        self._node.holds.keep_up(now)
        passes: Sequence[Callable[[datetime], Deletion | None]] = (
            self._evidence, self._people, self._quarantine, self._pseudonym_keys, self._answers, self._packages,
        )  # fmt: skip
        proofs = [proof for each in passes if (proof := each(now)) is not None]
        self._keep(proofs, now)
        if proofs:
            self._node.log.checkpoint()
            self._node.writer.contacts.cut()
            _events.info("retention-ended", **{each.retention: each.count for each in proofs})
        return proofs

    def _evidence(self, now: datetime) -> Deletion | None:
        """Keys of evidence. The digest is over id and SHA-256 of each, in the order of the vault's own proofs."""
        vault = self._node.vault
        place = vault.last_deletion()
        vault.expire(now)
        proof = vault.proof_since(place)
        return _deletion(RetentionClass.EVIDENCE, proof.count, proof.digest, now) if proof.count else None

    def _people(self, now: datetime) -> Deletion | None:
        """What was found in the bytes and may tell of people, in the store and beside it."""
        before = self._before(RetentionClass.PEOPLE, now)
        with self._node.pause():
            gone = forget(self._node.store, before, self._node.vault.held, self._node.blank)
        if not gone.ids:
            return None
        self._node.forget(gone.ids)
        return _proof(RetentionClass.PEOPLE, gone.ids, now, (gone.at[0], gone.at[-1]))

    def _quarantine(self, now: datetime) -> Deletion | None:
        """What can't be read and has no bytes any more: there is nothing to replay."""
        before = self._before(RetentionClass.QUARANTINE, now)
        old = self._node.log.expired(before)
        held = self._node.vault.held([each.entry.id for each in old])
        gone = [each for each in old if each.entry.id not in held]
        if not gone:
            return None
        ids = [each.entry.id for each in gone]
        self._node.vault.erase(ids, "expired")
        self._node.forget(ids)
        with self._node.pause():
            self._node.writer.drop(gone)
        self._node.log.release([each.entry.sequence for each in gone])
        return _proof(RetentionClass.QUARANTINE, ids, now, (gone[0].at, gone[-1].at))

    def _pseudonym_keys(self, now: datetime) -> Deletion | None:
        """Keys under which nothing is kept any more. The digest is over the SHA-256 of each, in order."""
        gone = self._node.pseudonym_keys.destroy(self._before(RetentionClass.PSEUDONYM_KEYS, now))
        if not gone:
            return None
        self._node.forget_spellings()
        span = gone[0][0].begins_at, gone[-1][0].begins_at
        return _proof(RetentionClass.PSEUDONYM_KEYS, [digest for _, digest in gone], now, span)

    def _answers(self, now: datetime) -> Deletion | None:
        count = self._node.log.forget_answers(self._before(RetentionClass.ANSWERS, now))
        return _deletion(RetentionClass.ANSWERS, count, "", now) if count else None

    def _packages(self, now: datetime) -> Deletion | None:
        names = tidy(self._node.folder.packages, self._before(RetentionClass.PACKAGES, now).timestamp())
        return _proof(RetentionClass.PACKAGES, names, now) if names else None

    def _keep(self, proofs: list[Deletion], now: datetime) -> None:
        """Write the proofs down, and what ended in the records; those are opened only where they may be due."""
        folder, settings = self._node.folder, self._node.settings
        if not proofs and not settings.records_dsn and not folder.records.exists():
            return
        from spamatlas.store.records import deletions, dispatches, requests  # noqa: PLC0415  SQLAlchemy: only where it is used

        with self._node.accounts.changing("node") as (change, note):
            for retention, gone in (
                (RetentionClass.SESSIONS, deletions.old_sessions),
                (RetentionClass.ACCOUNTS, deletions.old_accounts),
                (RetentionClass.REQUESTS, requests.forget),
                (RetentionClass.OUTBOX, dispatches.forget),
            ):
                names = gone(change, self._before(retention, now))
                proofs += [_proof(retention, names, now)] if names else []
            for each in proofs:
                kept = deletions.add(change, each)
                note("deleted", f"deletion {kept.id} {kept.retention} {kept.count} {kept.digest}", kept.rule)

    def _before(self, retention: RetentionClass, now: datetime) -> datetime:
        return now - timedelta(days=self._node.settings.kept_days(retention))


def digest_of(names: Iterable[object]) -> str:
    """The SHA-256 of names, one a line."""
    return sha256("".join(f"{each}\n" for each in names).encode()).hexdigest()


def _proof(
    retention: RetentionClass, names: Sequence[object], now: datetime, span: tuple[datetime, datetime] | None = None
) -> Deletion:
    return _deletion(retention, len(names), digest_of(names), now, span)


def _deletion(
    retention: RetentionClass, count: int, digest: str, now: datetime, span: tuple[datetime, datetime] | None = None
) -> Deletion:
    first, last = span or (None, None)
    return Deletion(retention=retention, rule=RULE, count=count, digest=digest, at=now, first_at=first, last_at=last)
