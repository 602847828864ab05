"""The database: engines, types, the session of this request, and the one transaction.

SQLite is set up as docs/decisions/0002 says: no driver transactions, WAL,
foreign keys, BEGIN IMMEDIATE for writers and plain BEGIN for readers.
"""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    JSON,
    Connection,
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
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker

from portal.kernel import jobs

PATIENCE_S = 5.0  # of a writer on SQLite, for the others
_TURN_S = (0.002, 0.008)
_PATIENT, _IMPATIENT = f"busy_timeout={PATIENCE_S * 1000:.0f}", "busy_timeout=0"

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


_READER, _DONE = "reader", "is_done"


def make_engine(url: str) -> Engine:
    """Return an engine set up as measured for this database."""
    engine = create_engine(url, pool_pre_ping=not url.startswith("sqlite"))
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", _PATIENT, "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    if connection.get_execution_options().get("read_only"):
        connection.exec_driver_sql("BEGIN")
        return
    sqlite3_connection: Any = connection.connection.dbapi_connection
    sqlite3_connection.execute(f"PRAGMA {_IMPATIENT}")
    try:
        _begin_in_turn(connection)
    finally:
        sqlite3_connection.execute(f"PRAGMA {_PATIENT}")


def _begin_in_turn(connection: Connection) -> None:
    """Begin to write, waiting for others by asking every few milliseconds.

    SQLite's own wait asks ever less often, so at a deadline those who have waited longest are
    passed by each newcomer, and give up. Raises OperationalError after PATIENCE_S.
    """
    until = time.monotonic() + PATIENCE_S
    while not _has_begun(connection, is_last=time.monotonic() > until):
        time.sleep(random.uniform(*_TURN_S))  # noqa: S311 -- so that two do not keep step


def _has_begun(connection: Connection, *, is_last: bool) -> bool:
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    except OperationalError as error:
        if is_last or getattr(error.orig, "sqlite_errorname", "")[:11] != "SQLITE_BUSY":
            raise
        return False
    return True


class _Writer(Session):
    """A session that writes until its `transaction` is committed, and reads from then on.

    What a view still asks for after its commit must not take the one writer's place on SQLite.
    """

    def get_bind(self, *given: Any, **named: Any) -> Engine | Connection:
        if self.info.get(_DONE):
            reader: Engine = self.info[_READER]
            return reader
        return super().get_bind(*given, **named)


class Database:
    """One engine and two ways into it: for readers, who never block, and for writers.

    `wake` is called after a commit that left work for the worker; it must not raise.
    """

    def __init__(self, url: str, wake: Callable[[], None] = lambda: None) -> None:
        self.engine = make_engine(url)
        self.wake = wake
        reader = self.engine.execution_options(read_only=True)
        self._readers = sessionmaker(reader, autoflush=False, info={"database": self})
        self._writers = sessionmaker(
            self.engine, class_=_Writer, info={"database": self, _READER: reader}
        )

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


def writes_alone(session: Session) -> bool:
    """Say whether nobody else can have written since this writing session began, as on SQLite."""
    return session.get_bind().dialect.name == "sqlite"


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
    if session.info.pop(_DONE, False):
        session.rollback()  # it only reads since the last one
    try:
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise
    session.info[_DONE] = True
    if jobs.is_to_wake(session):
        session.info["database"].wake()
