"""A count of what changed who sees what, so that whoever keeps it in memory knows when to look anew.

It is kept by the database itself: no change can forget it, one of a release before this neither.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
WATCHED = ("marking", "sharing", "sharing_group")
_TURN = "UPDATE turn SET number = number + 1"
_FUNCTION = f"CREATE FUNCTION turn_on() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {_TURN}; RETURN NULL; END $$"


def upgrade() -> None:
    made = op.create_table(
        "turn",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("number", sa.BigInteger, nullable=False),
    )
    op.bulk_insert(made, [{"id": 1, "number": 1}])
    if op.get_bind().dialect.name == "sqlite":
        for table in WATCHED:
            for what in ("INSERT", "UPDATE", "DELETE"):
                op.execute(f"CREATE TRIGGER {table}_{what.lower()}_turns AFTER {what} ON {table} BEGIN {_TURN}; END")
        return
    op.execute(_FUNCTION)
    for table in WATCHED:
        op.execute(
            f"CREATE TRIGGER {table}_turns AFTER INSERT OR UPDATE OR DELETE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION turn_on()"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in WATCHED:
            for what in ("insert", "update", "delete"):
                op.execute(f"DROP TRIGGER {table}_{what}_turns")
    else:
        for table in WATCHED:
            op.execute(f"DROP TRIGGER {table}_turns ON {table}")
        op.execute("DROP FUNCTION turn_on()")
    op.drop_table("turn")
