"""Operator commands: `python -m portal.cli --help`."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from portal import worker
from portal.app import create_app
from portal.audit.queries import verify as verify_trail
from portal.demo import load, personas
from portal.kernel import clock, migrations
from portal.kernel.config import Misconfigured, Settings, from_environ
from portal.kernel.db import Database


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
@click.option("--port", type=click.IntRange(1, 65535), default=8000, envvar="PORT")
@click.option("--host", default="127.0.0.1", envvar="HOST")
def serve(port: int, host: str) -> None:
    """Serve the portal. Slow bodies are buffered, so a few slow phones stop nobody."""
    from waitress import serve as waitress_serve  # noqa: PLC0415 -- only this command serves

    app = create_app()
    worker.ring_after_commits(app.extensions["settings"], app.extensions["database"])
    waitress_serve(app, host=host, port=port, threads=8, ident=None)


@cli.command("worker")
def work() -> None:
    """Deliver mail and make documents until stopped."""
    settings = _settings()
    app = create_app(settings)
    with app.app_context():
        worker.run(settings, app.extensions["database"])


@cli.command()
@click.pass_context
def run(context: click.Context) -> None:
    """Migrate, load the demo into an empty database, start the worker, serve."""
    settings = _settings()
    context.invoke(migrate)
    if settings.demo:
        _load_demo(settings)
    with _worker_beside():
        _announce(settings)
        context.invoke(serve, port=int(os.environ.get("PORT", "8000")), host="127.0.0.1")


def _load_demo(settings: Settings) -> None:
    app = create_app(settings)
    with app.app_context(), app.extensions["database"].scope():
        if load.is_empty():
            click.echo("Loading the demonstration. This takes about half a minute, once.")
            load.load(clock.now(), settings)


@contextmanager
def _worker_beside() -> Iterator[None]:
    process = subprocess.Popen([sys.executable, "-m", "portal.cli", "worker"])
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=10)


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
