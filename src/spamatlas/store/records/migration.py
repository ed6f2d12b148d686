"""Bringing the records' tables up to date when they are opened.

A release only adds to what the one before it reads (expand); what nothing reads any more goes a release later
(contract), so that two releases can share one database while nodes are replaced.
"""

from sqlalchemy import Engine, inspect, text

NEWEST = "0006"
"""The revision that this release works with; a test compares it with the files."""


def bring_up_to_date(engine: Engine) -> None:
    """Run what is missing, whole or not at all; a database of a newer release is left as it is."""
    with engine.begin() as connection:
        is_new = not inspect(connection).has_table("alembic_version")
        if not is_new and (connection.scalar(text("SELECT version_num FROM alembic_version")) or "") >= NEWEST:
            return
        from alembic import command  # noqa: PLC0415  only where something is to be done: it takes a while to load
        from alembic.config import Config  # noqa: PLC0415

        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", f"{__package__}:migrations")
        command.upgrade(config, "head")
