"""The command that makes an empty site, or brings an older one up to date."""

from pathlib import Path

import click
from alembic import command
from alembic.config import Config
from flask import current_app
from flask.cli import with_appcontext

from core.db import db
from core.dialect import schema_change
from core.upgrades import run_steps

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
    run_steps(current_app._get_current_object())  # type: ignore[attr-defined]
    click.echo(f"The site in {settings.data_dir} is ready.")
