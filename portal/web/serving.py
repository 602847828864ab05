"""Waitress, which also says when the first byte of each request came."""

from typing import Any

from flask import Flask
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import create_server
from waitress.task import WSGITask

from portal.kernel import clock
from portal.web.arrival import FIRST_BYTE


class _Parser(HTTPRequestParser):  # type: ignore[misc]  # waitress has no types
    """Made when the first byte of a request is there, and kept until it is whole."""

    def __init__(self, adjustments: Any) -> None:
        super().__init__(adjustments)
        self.began_at = clock.now()


class _Task(WSGITask):  # type: ignore[misc]  # waitress has no types
    """Hands the request to the portal."""

    def get_environment(self) -> dict[str, Any]:
        environ: dict[str, Any] = super().get_environment()
        environ[FIRST_BYTE] = self.request.began_at
        return environ


class _Channel(HTTPChannel):  # type: ignore[misc]  # waitress has no types
    """One connection, with any number of requests one after another."""

    parser_class = _Parser
    task_class = _Task


def make_server(app: Flask, host: str, port: int, threads: int = 8, **more: Any) -> Any:
    """Return a server that buffers slow bodies, so that a few slow phones stop nobody.

    `more` are settings of Waitress. Raises OSError where the port cannot be had.
    """
    server = create_server(app, host=host, port=port, threads=threads, **more)
    for each in (server, *(getattr(server, "map", None) or {}).values()):  # one for each address
        if hasattr(each, "channel_class"):
            each.channel_class = _Channel
    return server
