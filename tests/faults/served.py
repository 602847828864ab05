"""The portal behind Waitress, on a free port, for bodies that come slowly or not whole."""

import threading
from contextlib import contextmanager

from portal.web.serving import make_server


@contextmanager
def serving(app):
    """Serve as `portal.cli serve` does, until the block ends and all that came is answered; gives the port."""
    server, stop = make_server(app, "127.0.0.1", 0, threads=2), threading.Event()

    def run():
        while not stop.is_set():
            server.asyncore.loop(timeout=0.05, map=server._map, count=1)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield server.effective_port
    finally:
        stop.set()
        thread.join()
        server.task_dispatcher.shutdown()
        server.close()
