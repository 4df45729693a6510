"""`flask --app app directory duplicates`: look for listings and groups that seem to be one."""

import click
from flask.cli import with_appcontext

from directory.duplicates.services import find_duplicates


@click.command("duplicates")
@with_appcontext
def duplicates_command() -> None:
    """Look over the whole directory, and store the pairs that a moderator should compare."""
    found = find_duplicates()
    click.echo(f"{found.new} new pairs, {found.known} known, {found.gone} gone")
