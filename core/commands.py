"""The command that makes an empty site, or brings an older one up to date."""

import click
from flask import current_app
from flask.cli import with_appcontext

from core.data_folder import make_private
from core.db import db
from core.dialect import schema_change
from core.key_check.services import OtherKey, store_check
from core.schema import migrate
from core.upgrades import run_steps


def upgrade_database() -> None:
    """Bring the database of the current application to the newest migration, one process at a time."""
    with schema_change(db.engine, current_app.extensions["settings"].data_dir) as connection:
        migrate(connection)


@click.command("init")
@with_appcontext
def init_command() -> None:
    """Make an empty site in the data folder, or bring an older site up to date. Safe to repeat."""
    settings = current_app.extensions["settings"]
    make_private(settings.data_dir)
    upgrade_database()
    try:
        store_check(db.session, settings)
    except OtherKey as error:
        raise click.ClickException(str(error)) from None
    run_steps(current_app._get_current_object())  # type: ignore[attr-defined]
    make_private(settings.data_dir)
    click.echo(f"The site in {settings.data_dir} is ready.")
