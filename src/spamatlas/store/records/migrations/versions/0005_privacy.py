"""Legal holds, requests of people about themselves, and proofs of deletion."""

import sqlalchemy as sa
from alembic import op

from spamatlas.store.records.tables import Moment

revision = "0005"
down_revision = "0004"
_AT = Moment()


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.Integer, primary_key=True)


def _text(name: str, *, index: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String, nullable=False, index=index or None)


def _at(name: str = "at", *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, _AT, nullable=nullable)


def _list(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.JSON, nullable=False)


def upgrade() -> None:
    op.create_table(
        "hold", _id(), _text("kind"), _text("about"), _text("reason"), _at(), _text("who"), _at("review_at"),
        _at("expires_at", nullable=True), _at("released_at", nullable=True), _text("released_by"),
        _text("release_reason"), sa.Column("reports", sa.Integer, nullable=False),
    )  # fmt: skip
    op.create_table(
        "person_request", _id(), _text("kind"), _text("subject", index=True), _text("reason"), _list("roles"),
        _list("reports"), _at(), _text("opened_by"), _at("due_at"), _text("outcome"), _text("approved_by"),
        _text("handled_by"), _at("handled_at", nullable=True), _text("note"),
    )  # fmt: skip
    op.create_table(
        "deletion", _id(), _text("retention"), _text("rule"), sa.Column("count", sa.Integer, nullable=False),
        _text("digest"), _at(), _at("first_at", nullable=True), _at("last_at", nullable=True),
    )  # fmt: skip


def downgrade() -> None:
    for table in ("deletion", "person_request", "hold"):
        op.drop_table(table)
