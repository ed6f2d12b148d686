"""Members, their people, keys, sessions and invitations, and the audit trail."""

import sqlalchemy as sa
from alembic import op

from spamatlas.store.records.tables import Moment

revision = "0001"
down_revision = None
_AT = Moment()


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.Integer, primary_key=True)


def _of(table: str) -> sa.Column[int]:
    return sa.Column(table, sa.Integer, sa.ForeignKey(f"{table}.id"), nullable=False, index=True)


def _text(name: str, *, unique: bool = False, index: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String, nullable=False, unique=unique or None, index=index or None)


def _at(name: str = "at", *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, _AT, nullable=nullable)


def _digest(*, unique: bool = True) -> sa.Column[bytes]:
    return sa.Column("digest", sa.LargeBinary, nullable=False, unique=unique)


def upgrade() -> None:
    op.create_table(
        "member", _id(), _text("name"), _text("kind"), _text("country"), _at(), _at("ended_at", nullable=True)
    )
    op.create_table(
        "person", _id(), _of("member"), _text("name"), _text("address", index=True),
        sa.Column("roles", sa.JSON, nullable=False), _at(), _at("ended_at", nullable=True), _text("password"),
        sa.Column("second_factor", sa.LargeBinary, nullable=False),
        sa.Column("second_factor_step", sa.Integer, nullable=False),
    )  # fmt: skip
    op.create_table(
        "api_key", _id(), _of("member"), _text("name"), _text("prefix", unique=True), _digest(unique=False),
        sa.Column("scopes", sa.JSON, nullable=False), _at(), _at("expires_at"), _at("used_at", nullable=True),
        _at("ended_at", nullable=True),
    )  # fmt: skip
    op.create_table(
        "session", _id(), _of("person"), _digest(), _at(), _at("seen_at"), _at("expires_at"),
        _at("ended_at", nullable=True), _text("agent"),
    )  # fmt: skip
    op.create_table(
        "invitation", _id(), _of("person"), _digest(), _at(), _at("expires_at"), _at("used_at", nullable=True)
    )
    op.create_table(
        "audit", sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("line", sa.LargeBinary, nullable=False), _text("digest"),
    )  # fmt: skip


def downgrade() -> None:
    for table in ("audit", "invitation", "session", "api_key", "person", "member"):
        op.drop_table(table)
