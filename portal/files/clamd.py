"""A client of clamd, by its INSTREAM command: the bytes go over the socket, no file is shared.

The protocol is that of the clamd manual: "zINSTREAM" and a NUL, then pieces each with its length
in four bytes, then a length of nought; the answer ends with a NUL.
"""

import socket
import struct
from collections.abc import Callable
from dataclasses import dataclass

PIECE = 64 * 1024
PATIENCE = 30.0  # seconds for a connection, and for an answer
LONGEST_ANSWER = 4096

Scan = Callable[[bytes], str]


class ScannerDown(Exception):
    """Raised where the scanner cannot be reached, or breaks off. Later it may do."""


class ScannerRefused(Exception):
    """Raised where the scanner answered, and not with yes or no, as for a file too large for it."""


@dataclass(frozen=True, slots=True)
class Clamd:
    """Where clamd listens: "host:port", or the path of a socket."""

    at: str

    def scan(self, content: bytes) -> str:
        """Return the name of what was found; empty where nothing was.

        Raises ScannerDown, ScannerRefused.
        """
        try:
            with self._connect() as connection:
                answer = _ask(connection, content)
        except OSError as error:
            raise ScannerDown(str(error)) from error
        return _read(answer)

    def _connect(self) -> socket.socket:
        if self.at.startswith("/"):
            made = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            made.settimeout(PATIENCE)
            try:
                made.connect(self.at)
            except OSError:
                made.close()
                raise
            return made
        host, _colon, port = self.at.rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), PATIENCE)


def _ask(connection: socket.socket, content: bytes) -> bytes:
    """Send all of it. A scanner that has enough may answer and hang up before the end."""
    try:
        connection.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), PIECE):
            piece = content[start : start + PIECE]
            connection.sendall(struct.pack(">I", len(piece)) + piece)
        connection.sendall(struct.pack(">I", 0))
    except (BrokenPipeError, ConnectionResetError):
        pass
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
        if not (more := connection.recv(1024)):
            break
        answer += more
    return answer


def _read(answer: bytes) -> str:
    words = answer.rstrip(b"\0\n").decode("utf-8", "replace")
    if not words:
        raise ScannerDown("no answer")
    if words == "stream: OK":
        return ""
    if words.startswith("stream: ") and words.endswith(" FOUND"):
        return words.removeprefix("stream: ").removesuffix(" FOUND")[:100] or "unnamed"
    raise ScannerRefused(words[:200])
