"""What Alembic runs: the files of ``versions`` on the connection that it was given."""

from alembic import context

from spamatlas.store.records.tables import Table

context.configure(
    connection=context.config.attributes["connection"], target_metadata=Table.metadata, render_as_batch=True
)
with context.begin_transaction():
    context.run_migrations()
