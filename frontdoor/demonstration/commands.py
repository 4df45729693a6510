"""The command that adds invented records of the front door to a demonstration."""

import click
from flask import current_app
from flask.cli import with_appcontext

from frontdoor.demonstration.group_calls import add_group_calls
from frontdoor.demonstration.professionals import add_professional
from frontdoor.demonstration.requests import add_requests
from frontdoor.demonstration.services import fill, has_contacts


@click.group("frontdoor")
def frontdoor_group() -> None:
    """Contacts, requests and call-backs."""


@frontdoor_group.command("demo")
@click.option("--once", is_flag=True, help="Only where the site is a demonstration.")
@with_appcontext
def demo_command(once: bool) -> None:
    """Add the invented records that are missing. Contacts and call-backs come only where nobody has worked yet."""
    settings = current_app.extensions["settings"]
    if once and not (settings.data_dir / "demonstration").exists():
        return
    with current_app.test_request_context():
        sent = add_requests(settings) + add_professional(settings)
        added = 0 if has_contacts() else fill(settings) + add_group_calls(settings)
    click.echo(f"{sent} invented requests sent, {added} contacts and call-backs added.")
