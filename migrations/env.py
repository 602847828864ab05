"""Run migrations on the portal's own engine, with SQLite's foreign keys off while tables move."""

from alembic import context
from sqlalchemy import Engine, NullPool, create_engine

from portal.kernel.config import from_environ
from portal.schema import Base


def engine() -> Engine:
    """Return a plain engine: no PRAGMAs, so that batch copies cannot cascade deletes."""
    url = context.config.attributes.get("url") or from_environ().database_url
    return create_engine(url, poolclass=NullPool)


def run() -> None:
    """Upgrade or downgrade in one transaction, then check every foreign key on SQLite."""
    with engine().connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            compare_type=True,
            compare_server_default=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        if connection.dialect.name == "sqlite":
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise RuntimeError(f"foreign keys broken by a migration: {broken[:5]}")
        connection.commit()


run()
