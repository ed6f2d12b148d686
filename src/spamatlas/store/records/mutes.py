"""Addresses that get no letters, or none of a kind; kept as keyed hashes."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session as Moment

from spamatlas.store.records.tables import MuteRow


def add(change: Moment, digest: bytes, kind: str, why: str, at: datetime) -> None:
    """No letters of the kind (empty: of any) go there from now on."""
    if not is_muted(change, digest, kind):
        change.add(MuteRow(digest=digest, kind=kind, why=why, at=at))
        change.flush()


def is_muted(moment: Moment, digest: bytes, kind: str) -> bool:
    """Whether letters of the kind must not go there."""
    asked = select(MuteRow.id).where(MuteRow.digest == digest, or_(MuteRow.kind == kind, MuteRow.kind == ""))
    return moment.scalar(asked.limit(1)) is not None


def lift(change: Moment, digest: bytes, kind: str = "") -> int:
    """Letters of the kind go there again (empty: of every kind); how many hindrances that were."""
    asked = delete(MuteRow).where(MuteRow.digest == digest)
    done = change.execute(asked.where(MuteRow.kind == kind) if kind else asked)
    return int(done.rowcount)  # type: ignore[attr-defined]


def among(moment: Moment, digests: Sequence[bytes]) -> set[tuple[bytes, str]]:
    """Of these addresses, those that get no letters, each with the kind (empty: any)."""
    rows = moment.execute(select(MuteRow.digest, MuteRow.kind).where(MuteRow.digest.in_(digests)))
    return {(digest, kind) for digest, kind in rows}
