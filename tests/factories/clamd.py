"""A server on loopback that speaks clamd's INSTREAM, and finds the harmless test text."""

import socketserver
import struct
import threading
from contextlib import contextmanager

from tests.factories.files import eicar

FOUND = b"stream: Eicar-Test-Signature FOUND\0"


class _Handler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        server = self.server
        if server.hangs_up:
            return
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = b""
        while length := struct.unpack(">I", self.rfile.read(4))[0]:
            content += self.rfile.read(length)
            if len(content) > server.limit:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
        server.seen.append(content)
        self.wfile.write(FOUND if eicar() in content else b"stream: OK\0")


@contextmanager
def listening(path: str | None = None, *, limit=50_000_000, hangs_up=False):
    """Yield the server: `at` is what CLAMD is set to, `seen` what was sent to it."""
    kind = socketserver.ThreadingUnixStreamServer if path else socketserver.ThreadingTCPServer
    with kind(path or ("127.0.0.1", 0), _Handler) as server:
        server.seen, server.limit, server.hangs_up = [], limit, hangs_up
        server.at = path or f"127.0.0.1:{server.server_address[1]}"
        server.block_on_close = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
