"""Runs migrations over the connection that `app.records.database.migrate` hands in."""

from alembic import context

from app.records.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
)
context.run_migrations()
