"""The command that prints what of the content must be looked at again."""

from datetime import datetime

import click
from flask.cli import with_appcontext

from core import clock
from core.i18n import plain_date
from core.web import settings
from information.review_dates.dates import due


@click.group("content")
def content_group() -> None:
    """Advice, figures and helplines: what must be looked at again."""


@content_group.command("due")
@click.option(
    "--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day; without it, today. As 2027-02-15."
)
@with_appcontext
def due_command(day: datetime | None) -> None:
    """Print figures, schemes, helplines and pages that must be looked at by the day, the longest overdue
    first."""
    on = day.date() if day else clock.today()
    found = due(settings().content_dir, on)
    for one in found:
        click.echo(f"{one.look_again.isoformat()}  {one.kind:8}  {one.what}  ({one.who})")
    click.echo(f"{len(found)} to look at by {plain_date(on)}")
