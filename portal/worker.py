"""The worker: delivers the outbox and issues documents, outside any request.

The rows are the queue. Huey only wakes the worker after a commit and every minute, so a lost
wake-up costs a minute and nothing else; docs/decisions/0006 says why.
"""

import json
import logging
import os
import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Flask
from huey import Huey, RedisHuey, SqliteHuey, crontab
from huey.registry import Message as HueyMessage
from huey.serializer import Serializer
from sqlalchemy.orm import Session

from portal.applications import queries as applications
from portal.applications.actions import mentoring, returning
from portal.applications.companion_queries import to_remind
from portal.approvals import stuck
from portal.approvals.actions import chasing
from portal.files import actions as files
from portal.files import uploads
from portal.files.clamd import Clamd
from portal.files.scanning import scan_due
from portal.kernel import clock, db
from portal.kernel.config import Settings
from portal.kernel.db import Database
from portal.monitoring import actions as monitoring
from portal.monitoring import queries as answers
from portal.monitoring.seal import Seal
from portal.notifications.delivery import Shown, Smtp, Transport, deliver_due
from portal.people import held
from portal.reach import actions as reach
from portal.reach import documents as posters
from portal.reach.queries import is_due
from portal.reach.tokens import Keys
from portal.schemes.actions import outages
from portal.schemes.call_queries import alive_at
from portal.takeout import actions as takeout
from portal.takeout import queries as takeouts
from portal.uptake.equality import release as equality

BEAT_S = 60.0
LAST_WORK_S = 5.0  # what a worker told to stop may still finish; the rest is due next time

log = logging.getLogger(__name__)


class JsonSerializer(Serializer):  # type: ignore[misc]  # Huey has no types
    """Huey's messages as JSON: reading a queue can then run nothing."""

    def _serialize(self, data: Any) -> bytes:
        return json.dumps(list(data)).encode()

    def _deserialize(self, data: bytes) -> Any:
        return HueyMessage(*json.loads(data))


def make_queue(settings: Settings) -> Huey:
    """Return the queue: in Redis where there is one, else in a file beside the data."""
    options = {"results": False, "serializer": JsonSerializer()}
    if settings.redis_url:
        return RedisHuey("headroom", url=settings.redis_url, **options)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    return SqliteHuey("headroom", filename=str(settings.data_dir / "queue.db"), **options)


def make_waker(sweep: Callable[[], Any]) -> Callable[[], None]:
    """Return what rings the worker. A queue that is down is logged: the minute's sweep comes."""

    def wake() -> None:
        try:
            sweep()
        except Exception:
            log.exception("could not wake the worker; the next sweep will do")

    return wake


def make_sweep(
    queue: Huey, settings: Settings, database: Database, app: Flask
) -> Callable[[], Any]:
    """Register the worker's one task, run when rung and every minute. Returns what rings it.

    Huey runs it in a thread of its own, which has no application context but what is put there.
    """

    @queue.task()  # type: ignore[untyped-decorator]  # Huey has no types
    def sweep() -> None:
        with app.app_context():
            run_due(settings, database)

    @queue.periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]  # Huey has no types
    def sweep_each_minute() -> None:
        with app.app_context():
            run_due(settings, database)

    return sweep  # type: ignore[no-any-return]  # Huey has no types


def run_due(settings: Settings, database: Database) -> None:
    """Tell of openings, end returns, deliver, scan files, issue documents; mail first.

    A document takes some hundred times as long as a message, and most messages need none.
    """
    forget_held(database)
    tell_of_openings(settings, database)
    release_equality(settings, database)
    end_unanswered_returns(database)
    remind_mentors(database)
    chase_approvals(database)
    ask_for_posters(settings, database)
    _deliver_all(settings, database)
    scan_files(settings, database)
    forget_files(database)
    if issue_due(database) + make_takeouts(database):
        _deliver_all(settings, database)


def _where_due(
    database: Database,
    is_due: Callable[[Session, datetime], object],
    act: Callable[[Session, datetime], object],
) -> None:
    """Ask as a reader, who blocks nobody, whether there is work; then do it in one transaction."""
    now = clock.now()
    with database.scope(read_only=True) as session:
        if not is_due(session, now):
            return
    with database.scope() as session:
        act(session, now)
        session.commit()


def forget_held(database: Database) -> None:
    """Destroy what was held over a time-out and never sent on."""
    _where_due(database, held.is_due, held.forget)


def tell_of_openings(settings: Settings, database: Database) -> None:
    """Write the alerts of calls that have opened, a batch a transaction, and forget who left."""
    with database.scope(read_only=True) as session:
        if not is_due(session, clock.now()):
            return
    keys = Keys(settings.secret_key)
    after: str | None = ""
    while after is not None:
        with database.scope() as session:
            after = reach.announce(session, after, keys, now=clock.now())
            if after is None:
                reach.forget(session, clock.now())
            session.commit()


def release_equality(settings: Settings, database: Database) -> None:
    """Release the equality totals of a year that ended; forget answers that are old enough."""
    seal = Seal(settings.secret_key)

    def is_due(session: Session, now: datetime) -> bool:
        return bool(equality.due(session, now)) or answers.has_old(session, now)

    def release(session: Session, now: datetime) -> None:
        for organisation in equality.due(session, now):
            equality.release(session, organisation, seal, now)
        monitoring.forget(session, now)

    _where_due(database, is_due, release)


def remind_mentors(database: Database) -> None:
    """Remind, once, the mentors who have not answered for a week."""
    _where_due(database, to_remind, mentoring.remind_mentors)


def chase_approvals(database: Database) -> None:
    """Remind, hand on or end the requests for release where that is due, a transaction a person.

    Those that cannot be are logged, tried again next time, and do not stop the rest.
    """
    now = clock.now()
    with database.scope(read_only=True) as session:
        due = stuck.together(session, now)
    for request_ids in due:
        try:
            with database.scope() as session:
                if chasing.chase(session, *request_ids, now=now):
                    session.commit()
        except Exception:
            log.exception("requests %s could not be chased", request_ids)


def end_unanswered_returns(database: Database) -> None:
    """Leave applications as they were sent where no changes came, a transaction each.

    What the pages have not seen to end is left: they may be away just now, which gives more time.
    """
    now = clock.now()
    with database.scope(read_only=True) as session:
        seen = min(now, alive_at(session) or now)
        unanswered = applications.unanswered(session, clock.london_day(seen))
    for application_id in unanswered:
        with database.scope() as session:
            if returning.let_pass(session, application_id, now=seen):
                session.commit()


def ask_for_posters(settings: Settings, database: Database) -> None:
    """Ask for each poster and sheet that does not exist as things stand, a transaction each."""
    with database.scope(read_only=True) as session:
        wanted = posters.missing(session, settings, clock.now())
    for each in wanted:
        with database.scope() as session:
            posters.make(session, each, settings, clock.now())
            session.commit()


def _deliver_all(settings: Settings, database: Database) -> None:
    """Deliver batch after batch until none of a batch goes."""
    while deliver_due(database, transport(settings), settings.mail_from, clock.now):
        pass


def scan_files(settings: Settings, database: Database) -> None:
    """Have all files that wait scanned, where a scanner is set; tell at once of infected ones."""
    if not settings.clamd:
        return
    while scan_due(database, Clamd(settings.clamd).scan, clock.now):
        pass
    _deliver_all(settings, database)


def forget_files(database: Database) -> None:
    """Delete the bytes of files that were removed and can no longer be put back."""
    _where_due(database, uploads.is_to_forget, uploads.forget_removed)


def issue_due(database: Database) -> int:
    """Make the PDFs that wait."""
    with database.scope(read_only=True) as session:
        waiting = files.waiting(session)
    return sum(_made(database, "document", each, files.make, files.issue) for each in waiting)


def _made(
    database: Database,
    what: str,
    its_id: UUID,
    make: Callable[[Session, UUID], bytes | None],
    keep: Callable[[Session, UUID, bytes, datetime], object],
) -> bool:
    """Make a file, reading alone, for it may take seconds; then keep it. False where it is not.

    One that cannot be made is logged, tried again next time, and does not stop the rest.
    """
    try:
        with database.scope(read_only=True) as session:
            content = make(session, its_id)
    except Exception:
        log.exception("%s %s could not be made", what, its_id)
        return False
    if content is None:
        return False
    with database.scope() as session:
        keep(session, its_id, content, clock.now())
        session.commit()
    return True


class Beater:
    """Says each minute, in a thread of each process that serves pages, that the portal is alive.

    See portal.schemes.actions.outages: a gap in it is an outage. What goes wrong is logged: a
    database that is away is itself the gap that is noticed afterwards.
    """

    def __init__(self, app: Flask) -> None:
        self._app, self._database = app, app.extensions["database"]
        self._lock, self._process = threading.Lock(), 0

    def start(self) -> None:
        """Say so now, before anything is served, and go on; a second time changes nothing."""
        with self._lock:
            if self._process == os.getpid():
                return
            self._process = os.getpid()
            self.beat()
            threading.Thread(target=self._go_on, daemon=True).start()

    def with_first_request(self) -> None:
        """Start before the first request of each process, for servers that fork after loading."""
        inner = self._app.wsgi_app

        def started(environ: Any, start_response: Any) -> Any:
            self.start()
            return inner(environ, start_response)

        self._app.wsgi_app = started  # type: ignore[method-assign]  # Flask's own documented way

    def beat(self) -> None:
        """Say so once."""
        try:
            with self._app.app_context(), self._database.scope(), db.transaction() as session:
                outages.beat(session, now=clock.now())
        except Exception:
            log.exception("could not say that the portal is alive")

    def _go_on(self) -> None:
        while not threading.Event().wait(BEAT_S):
            self.beat()


def make_takeouts(database: Database) -> int:
    """Make the files of everything held of those who asked; delete those past their day."""
    _where_due(database, takeouts.past, takeout.forget)
    with database.scope(read_only=True) as session:
        waiting = takeouts.waiting(session)

    def make(session: Session, takeout_id: UUID) -> bytes | None:
        return takeout.make(session, takeout_id, clock.now())

    return sum(_made(database, "takeout", each, make, takeout.keep) for each in waiting)


def transport(settings: Settings) -> Transport:
    """Return what carries mail: the server that is set, or the demo's page."""
    return Smtp(settings.smtp_host, settings.smtp_port) if settings.smtp_host else Shown()


def ring_after_commits(settings: Settings, database: Database, app: Flask) -> None:
    """Have each commit that leaves work ring the worker. For the processes that serve pages."""
    queue = make_queue(settings)
    database.wake = make_waker(make_sweep(queue, settings, database, app))


def run(settings: Settings, database: Database, app: Flask) -> None:
    """Work until SIGTERM, and LAST_WORK_S more. Only one makes PDFs at a time: they are heavy."""
    queue = make_queue(settings)
    make_sweep(queue, settings, database, app)
    queue.create_consumer(
        workers=1,
        periodic=True,
        backoff=1.0,
        max_delay=1.0,
        graceful_signal="TERM",
        shutdown_timeout=LAST_WORK_S,
    ).run()
