"""`flask --app app frontdoor demo`: invented people at the front door of the demonstration."""

import click
from flask import current_app
from flask.cli import with_appcontext

from frontdoor.demonstration.services import fill, has_contacts


@click.group("frontdoor")
def frontdoor_group() -> None:
    """Calls, requests and call-backs."""


@frontdoor_group.command("demo")
@click.option("--once", is_flag=True, help="Do nothing where somebody has worked here, or there is own data.")
@with_appcontext
def demo_command(once: bool) -> None:
    """Add invented contacts, requests and call-backs, where the site is a demonstration."""
    settings = current_app.extensions["settings"]
    is_demonstration = (settings.data_dir / "demonstration").exists()
    if not is_demonstration or has_contacts():
        if once:
            return
        raise click.ClickException("This site has data of its own.")
    with current_app.test_request_context():
        added = fill(settings)
    click.echo(f"{added} invented contacts, requests and call-backs added.")
