"""The worker's own thread: what it sweeps needs an application, and Huey gives it none."""

from threading import Thread

from huey import MemoryHuey
from sqlalchemy import select

from portal.files.models import Document
from portal.worker import make_sweep
from tests.factories import people, schemes


def test_a_sweep_in_a_thread_of_its_own_makes_the_posters(app, settings, database):
    with app.app_context(), database.scope() as session:
        schemes.open_call(session, people.node(session))
        session.commit()
    ring = make_sweep(MemoryHuey(immediate=False), settings, database, app)
    failed: list[Exception] = []

    def sweep() -> None:
        try:
            ring.call_local()
        except Exception as error:  # noqa: BLE001 -- a thread's error is told to nobody
            failed.append(error)

    thread = Thread(target=sweep)
    thread.start()
    thread.join()
    assert failed == []
    with database.scope(read_only=True) as session:
        made = session.scalars(select(Document)).all()
    assert len(made) == 6
    assert all(document.issued_at for document in made)
