"""Commands of the site as a whole: make an empty site, show the outbox."""

from pathlib import Path

import click
from alembic import command
from alembic.config import Config
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import select

from core.db import db
from core.dialect import schema_change
from core.models import OutboxMessage
from core.sessions.current_session import delete_session_files

ROOT = Path(__file__).resolve().parent.parent


def upgrade_database() -> None:
    """Bring the database of the current application to the newest migration, one process at a time."""
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    settings = current_app.extensions["settings"]
    with schema_change(db.engine, settings.data_dir) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


@click.command("init")
@with_appcontext
def init_command() -> None:
    """Make an empty site in the data folder, or bring an older site up to date. Safe to repeat."""
    settings = current_app.extensions["settings"]
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    upgrade_database()
    delete_session_files(settings.data_dir)
    click.echo(f"The site in {settings.data_dir} is ready.")


@click.command("outbox")
@click.option("--limit", default=20, show_default=True, help="How many messages, newest first.")
@with_appcontext
def outbox_command(limit: int) -> None:
    """Show the messages that the site has written."""
    messages = db.session.scalars(
        select(OutboxMessage).order_by(OutboxMessage.created_at.desc()).limit(limit)
    ).all()
    for message in messages:
        click.echo(
            f"{message.created_at:%Y-%m-%d %H:%M} {message.status} to {message.recipient}: "
            f"{message.subject}\n\n"
            f"{message.body}\n"
        )
    if not messages:
        click.echo("The outbox is empty.")
