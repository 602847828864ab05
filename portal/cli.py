"""Operator commands: `python -m portal.cli --help`."""

import json
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial

import click

from portal import worker
from portal.app import create_app
from portal.applications.routes.files import LARGEST_SENT
from portal.audit.queries import verify as verify_trail
from portal.demo import load, personas
from portal.kernel import clock, migrations
from portal.kernel.config import Misconfigured, Settings, from_environ
from portal.kernel.db import Database

PORTS = click.IntRange(1, 65535)


def _settings() -> Settings:
    try:
        return from_environ()
    except Misconfigured as problem:
        raise click.ClickException(str(problem)) from problem


@click.group()
def cli() -> None:
    """Run and look after Headroom."""


@cli.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    settings = _settings()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    migrations.upgrade(settings.database_url)


@cli.command()
@click.option("--port", type=PORTS, default=8000, envvar="PORT")
@click.option("--host", default="127.0.0.1", envvar="HOST")
def serve(port: int, host: str) -> None:
    """Serve the portal. Slow bodies are buffered, so a few slow phones stop nobody."""
    from portal.web.serving import make_server  # noqa: PLC0415 -- only this command serves

    logging.basicConfig()
    _stop_in_order()
    app = create_app(_settings())
    worker.ring_after_commits(app.extensions["settings"], app.extensions["database"], app)
    # Beyond this the server cuts it off; below, our own page says what was too large.
    made = partial(make_server, app, host, port, max_request_body_size=3 * LARGEST_SENT)
    with _plainly(port), closing(made()) as server:
        worker.Beater(app).start()
        server.run()


@cli.command("worker")
@click.option("--until-input-ends", is_flag=True, help="Stop when standard input ends, too.")
def work(*, until_input_ends: bool) -> None:
    """Deliver mail and make documents until stopped."""
    if until_input_ends:
        threading.Thread(target=_stop_when_input_ends, daemon=True).start()
    settings = _settings()
    app = create_app(settings)
    worker.run(settings, app.extensions["database"], app)


@cli.command()
@click.option("--port", type=PORTS, default=8000, envvar="PORT", hidden=True)
@click.pass_context
def run(context: click.Context, port: int) -> None:
    """Migrate, load the demo into an empty database, start the worker, serve on this machine."""
    _stop_in_order()
    _take_and_leave(port)
    settings = _settings()
    context.invoke(migrate)
    if settings.demo:
        _load_demo(settings)
    with _worker_beside():
        _announce(settings)
        context.invoke(serve, port=port, host="127.0.0.1")


def _stop_in_order() -> None:
    """Make SIGTERM unwind as Ctrl-C does: requests end, then the worker.

    Ctrl-C is asked for too: a shell starts what stands in its background with it ignored.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))


def _take_and_leave(port: int) -> None:
    """Find out now that a port is taken, and not after half a minute of loading."""
    with _plainly(port), socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", port))


@contextmanager
def _plainly(port: int) -> Iterator[None]:
    """Say in one line that a port cannot be had."""
    try:
        yield
    except OSError as problem:
        why = problem.strerror or problem
        raise click.ClickException(
            f"Port {port} cannot be used ({why}). Try another: PORT={port + 1} make run"
        ) from problem


def _load_demo(settings: Settings) -> None:
    app = create_app(settings)
    with app.app_context(), app.extensions["database"].scope():
        if load.is_empty():
            click.echo("Loading the demonstration. This takes about half a minute, once.")
            load.load(clock.now(), settings)


@contextmanager
def _worker_beside() -> Iterator[None]:
    """Start the worker, and end it however this process ends.

    Its input is a pipe that only this process holds: should this process be killed outright,
    the pipe ends, and the worker with it. It stands in a session of its own, so that Ctrl-C
    reaches it through us, after the last request.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", "portal.cli", "worker", "--until-input-ends"],
        stdin=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(timeout=worker.LAST_WORK_S + 5)
        except subprocess.TimeoutExpired:
            process.kill()


def _stop_when_input_ends() -> None:
    while os.read(0, 1):  # not sys.stdin: its lock would be held when the interpreter ends
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def _announce(settings: Settings) -> None:
    click.echo(f"\nHeadroom is at {settings.base_url}")
    if settings.demo:
        click.echo(f"Sign in as anybody at {settings.base_url}/demo/people")
        for persona in personas.PERSONAS:
            click.echo(f"  {persona.role:<28} {persona.name:<24} {persona.email}")
        click.echo(f"Their password is {personas.PASSWORD}\n")


@cli.command()
def people() -> None:
    """Print the demo people as JSON: role, name, email, password."""
    rows = [
        {"role": p.role, "name": p.name, "email": p.email, "password": personas.PASSWORD}
        for p in personas.PERSONAS
    ]
    click.echo(json.dumps(rows, indent=2))


@cli.command()
def verify() -> None:
    """Check that no entry of the trail was changed, removed or moved."""
    database = Database(_settings().database_url)
    with database.scope(read_only=True) as session:
        broken = verify_trail(session)
    if broken is not None:
        raise click.ClickException(f"The trail does not hold: entry {broken} is the first wrong.")
    click.echo("The trail holds.")


if __name__ == "__main__":
    cli()
