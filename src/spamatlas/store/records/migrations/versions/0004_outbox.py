"""The outbox, addresses that want no mail, webhooks, and who is told of saved views."""

import sqlalchemy as sa
from alembic import op

from spamatlas.store.records.tables import Moment

revision = "0004"
down_revision = "0003"
_AT = Moment()


def _id(*, autoincrement: bool = True) -> sa.Column[int]:
    return sa.Column("id", sa.Integer, primary_key=True, autoincrement=autoincrement)


def _of(table: str, *, nullable: bool = False, index: bool = True) -> sa.Column[int]:
    key = sa.ForeignKey(f"{table}.id")
    return sa.Column(table, sa.Integer, key, nullable=nullable, index=index or None)


def _text(name: str, *, nullable: bool = False, unique: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String, nullable=nullable, unique=unique or None)


def _at(name: str = "at", *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, _AT, nullable=nullable)


def _bytes(name: str, *, index: bool = False) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary, nullable=False, index=index or None)


def _whole(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False)


def _json(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.JSON, nullable=False)


def upgrade() -> None:
    op.create_table(
        "webhook", _id(), _of("member"), _of("person", nullable=True, index=False), _text("address"), _json("events"),
        _bytes("secret"), _at(), _at("failing_since", nullable=True), _at("ended_at", nullable=True),
        _text("ended_why"),
    )  # fmt: skip
    op.create_table(
        "dispatch", _id(), _text("kind"), _of("person", nullable=True), _of("webhook", nullable=True),
        _text("address"), _bytes("digest", index=True), _text("domain"), _text("language"), _bytes("facts"),
        _text("once", nullable=True, unique=True), _text("state"), _whole("attempts"), _text("code"), _at(),
        _at("due_at"), _at("until"), _at("done_at", nullable=True),
    )  # fmt: skip
    op.create_index("ix_dispatch_due", "dispatch", ["state", "due_at"])
    op.create_table("mute", _id(), _bytes("digest", index=True), _text("kind"), _text("why"), _at())
    op.create_table(
        "watch", _id(), _of("person"), _whole("view"), _text("name"), _json("terms"), _whole("reached"),
        _whole("hours"), _text("language"), _at(), _at("told_at"),
    )  # fmt: skip
    op.create_table("glimpse", _id(autoincrement=False), _at(), _json("seen"))


def downgrade() -> None:
    for table in ("glimpse", "watch", "mute", "dispatch", "webhook"):
        op.drop_table(table)
