"""Passkeys, recovery codes, bonds with identity providers, used challenges; when a session's person last proved who."""

import sqlalchemy as sa
from alembic import op

from spamatlas.store.records.tables import Moment

revision = "0003"
down_revision = "0002"
_AT = Moment()


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.Integer, primary_key=True)


def _person() -> sa.Column[int]:
    return sa.Column("person", sa.Integer, sa.ForeignKey("person.id"), nullable=False, index=True)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String, nullable=False)


def _bytes(name: str, *, unique: bool = False) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary, nullable=False, unique=unique or None)


def _at(name: str = "at", *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, _AT, nullable=nullable)


def upgrade() -> None:
    op.add_column("session", _at("proved_at", nullable=True))
    op.add_column("session", sa.Column("factors", sa.Integer, nullable=False, server_default="1"))
    op.create_table(
        "passkey", _id(), _person(), _bytes("credential", unique=True), _bytes("public_key"),
        sa.Column("counter", sa.BigInteger, nullable=False), _text("site"), _text("name"), _at(),
        _at("used_at", nullable=True), _at("ended_at", nullable=True),
    )  # fmt: skip
    op.create_table("recovery_code", _id(), _person(), _bytes("digest"), _at(), _at("used_at", nullable=True))
    op.create_table(
        "bond", _id(), _person(), _text("issuer"), _text("subject"), _at(),
        sa.UniqueConstraint("issuer", "subject", name="uq_bond_issuer"),
    )  # fmt: skip
    op.create_table("used_challenge", sa.Column("digest", sa.LargeBinary, primary_key=True), _at("expires_at"))


def downgrade() -> None:
    for table in ("used_challenge", "bond", "recovery_code", "passkey"):
        op.drop_table(table)
    for column in ("factors", "proved_at"):
        op.drop_column("session", column)
