"""The database: engines, types, the session of this request, and the one transaction.

SQLite is set up as docs/decisions/0002 says: no driver transactions, WAL,
foreign keys, BEGIN IMMEDIATE for writers and plain BEGIN for readers.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    JSON,
    DateTime,
    Dialect,
    Engine,
    Enum,
    Integer,
    MetaData,
    TypeDecorator,
    Uuid,
    create_engine,
    event,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker

from portal.kernel import jobs

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant. Refuses naive values, stores UTC, returns aware UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware instant into UTC for storage; SQLite keeps it without its zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant must say its zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the stored instant, aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


JsonDocument = JSON().with_variant(JSONB(), "postgresql")


def words(enum: type[StrEnum], name: str) -> Enum:
    """Return a column type that stores the enum's values, checked by the database."""
    return Enum(
        enum,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=40,
        values_callable=lambda e: [m.value for m in e],
    )


class Base(DeclarativeBase):
    """The base of every table. Constraint names follow NAMING, so migrations can name them."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012 -- SQLAlchemy reads a plain class attribute
        datetime: UtcDateTime,
        UUID: Uuid,
        dict[str, Any]: JsonDocument,
        list[Any]: JsonDocument,
    }


class Identified:
    """A random key of 122 bits: ids in addresses say nothing of order or number."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)


class Versioned:
    """Optimistic locking: an update of a row that someone else changed raises StaleDataError."""

    version: Mapped[int] = mapped_column(Integer, default=1)

    @classmethod
    def __declare_last__(cls) -> None:
        """Leave the counter to SQLAlchemy."""
        cls.__mapper__.version_id_col = cls.__mapper__.c.version  # type: ignore[attr-defined]  # the mixin has no mapper of its own


def make_engine(url: str) -> Engine:
    """Return an engine set up as measured for this database."""
    engine = create_engine(url, pool_pre_ping=not url.startswith("sqlite"))
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "busy_timeout=5000", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Any) -> None:
    reads = connection.get_execution_options().get("read_only")
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


class Database:
    """One engine and two ways into it: for readers, who never block, and for writers.

    `wake` is called after a commit that left work for the worker; it must not raise.
    """

    def __init__(self, url: str, wake: Callable[[], None] = lambda: None) -> None:
        self.engine = make_engine(url)
        self.wake = wake
        self._readers = sessionmaker(
            self.engine.execution_options(read_only=True), autoflush=False, info={"database": self}
        )
        self._writers = sessionmaker(self.engine, info={"database": self})

    @contextmanager
    def scope(self, *, read_only: bool = False) -> Iterator[Session]:
        """Open a session, make it the current one, and close it; what was not committed is lost."""
        with (self._readers if read_only else self._writers)() as session:
            token = _current.set(session)
            try:
                yield session
            finally:
                _current.reset(token)


_current: ContextVar[Session] = ContextVar("session")


def insert(session: Session, table: type[Base]) -> Any:
    """Return the insert of this database, which may say what to do where a row is there already."""
    is_postgresql = session.get_bind().dialect.name == "postgresql"
    return postgresql.insert(table) if is_postgresql else sqlite.insert(table)


def current() -> Session:
    """Return the session of this request or command. Raises LookupError outside one."""
    return _current.get()


@contextmanager
def reading() -> Iterator[Session]:
    """Open a second, read-only session beside the current one, so that slow work holds no lock."""
    with current().info["database"].scope(read_only=True) as session:
        yield session


def let_go() -> None:
    """End what this request has read so far, so that slow work holds no lock.

    For a view that works for seconds before it writes. What was loaded is read anew when it is
    next looked at, and the action asks its policy again.
    """
    current().rollback()


@contextmanager
def transaction() -> Iterator[Session]:
    """Commit what the block did, all of it or nothing. One visible use in each writing view."""
    session = current()
    try:
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise
    if jobs.is_to_wake(session):
        session.info["database"].wake()
