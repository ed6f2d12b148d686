"""Whose reports are, and whom they may be shown to: members' defaults, sharing groups and markings."""

import sqlalchemy as sa
from alembic import op

from spamatlas.store.records.tables import Moment

revision = "0002"
down_revision = "0001"


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.Integer, primary_key=True)


def _list(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.JSON, nullable=False)


def upgrade() -> None:
    member = sa.ForeignKey("member.id")
    op.create_table(
        "sharing", sa.Column("member", sa.Integer, member, primary_key=True, autoincrement=False),
        sa.Column("is_house", sa.Boolean, nullable=False), sa.Column("tlp", sa.String, nullable=False),
        _list("groups"), _list("people"), sa.Column("merged_into", sa.Integer, nullable=False),
    )  # fmt: skip
    op.create_table(
        "sharing_group", _id(), sa.Column("name", sa.String, nullable=False), _list("members"),
        sa.Column("at", Moment(), nullable=False), sa.Column("ended_at", Moment(), nullable=True),
    )  # fmt: skip
    op.create_table(
        "marking", _id(), sa.Column("owner", sa.Integer, nullable=False, index=True),
        sa.Column("tlp", sa.String, nullable=False), _list("groups"), _list("people"),
    )  # fmt: skip
    # Whoever was set up first runs the node.
    op.execute(
        "INSERT INTO sharing (member, is_house, tlp, groups, people, merged_into) "
        "SELECT min(id), true, 'green', '[]', '[]', 0 FROM member HAVING count(*) > 0"
    )


def downgrade() -> None:
    for table in ("marking", "sharing_group", "sharing"):
        op.drop_table(table)
