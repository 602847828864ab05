"""Run migrations on the portal's own engine, with SQLite's foreign keys off while tables move."""

from alembic import context
from sqlalchemy import Connection, Engine, NullPool, create_engine, event

from portal.kernel.config import from_environ
from portal.schema import Base


def engine() -> Engine:
    """Return a plain engine: foreign keys off, so that batch copies cannot cascade deletes.

    On SQLite the driver opens no transactions of its own: it would leave out the tables, and a
    migration that was interrupted could then never be run again.
    """
    url = context.config.attributes.get("url") or from_environ().database_url
    made = create_engine(url, poolclass=NullPool)
    if made.dialect.name == "sqlite":
        event.listen(made, "connect", lambda raw, _record: setattr(raw, "isolation_level", None))
        event.listen(made, "begin", lambda opened: opened.exec_driver_sql("BEGIN IMMEDIATE"))
    return made


def run() -> None:
    """Upgrade or downgrade in one transaction, every foreign key checked within it."""
    with engine().connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            transactional_ddl=True,
            compare_type=True,
            compare_server_default=True,
        )
        with context.begin_transaction():
            context.run_migrations()
            _check_foreign_keys(connection)
        connection.commit()


def _check_foreign_keys(connection: Connection) -> None:
    """Raise RuntimeError where a row points at nothing; PostgreSQL has seen to it itself."""
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise RuntimeError(f"foreign keys broken by a migration: {broken[:5]}")


run()
