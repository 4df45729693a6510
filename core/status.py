"""`flask --app app status`: how the site is doing, for the person who runs it. Shows no personal data."""

import click
from flask import current_app
from flask.cli import with_appcontext

from core.db import db
from core.health import OK, Checks
from core.jobs.commands import job_lines
from core.outbox.models import DeliveryState
from core.outbox.queries import state_counts


@click.command("status")
@with_appcontext
def status_command() -> None:
    """Show stores, regular jobs and messages. Ends with 1 where the site is not ready."""
    checks: Checks = current_app.extensions["health_checks"]
    ready, results = checks.results()
    click.echo("Stores")
    for name, result in results.items():
        why = f": {result['why']}" if "why" in result else ""
        click.echo(f"  {name}: {result['status']}{why}")
    if results["database"]["status"] == OK:
        _jobs_and_messages()
    raise SystemExit(0 if ready else 1)


def _jobs_and_messages() -> None:
    click.echo("Regular jobs")
    for line in job_lines():
        click.echo(f"  {line}")
    click.echo("Messages of the last 30 days")
    counts = state_counts(db.session)
    for state, count in sorted(counts.items()):
        click.echo(f"  {state}: {count}")
    if not counts:
        click.echo("  none")
    if counts.get(DeliveryState.MAYBE_SENT):
        click.echo(
            "  Decide about maybe_sent: flask --app app outbox shows them, send-again and give-up decide."
        )
