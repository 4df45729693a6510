"""Commands that list referrals, record a step, export one, and change the encryption key."""

import getpass
import json

import click
from flask import current_app
from flask.cli import with_appcontext

from core.crypt import BadKeys, Unreadable
from core.key_rotation import seal_rows_again
from core.logs import security_event
from core.text import controls_escaped
from selfassess.referrals import export, queries, services
from selfassess.values.referral import ReferralRecord, Status
from selfassess.values.saved import BadRecord


@click.group("referral")
def referral_group() -> None:
    """Requests that people sent to the council."""


@referral_group.command("export")
@click.argument("reference")
@click.option(
    "--json",
    "form",
    flag_value="json",
    default="json",
    help="As JSON for another system (docs/referral.schema.json).",
)
@click.option("--html", "form", flag_value="html", help="As a record to print.")
@with_appcontext
def export_command(reference: str, form: str) -> None:
    """Write the referral with REFERENCE to the standard output.

    It holds everything the person said: keep it safe.
    """
    record = _record(reference)
    if form == "html":
        click.echo(export.record_html(record))
    else:
        click.echo(json.dumps(export.exported(record), ensure_ascii=False, indent=2))


def _record(reference: str) -> ReferralRecord:
    """Return the referral with a reference. Raises ClickException where it is unknown or cannot be read."""
    try:
        record = queries.find(current_app.extensions["settings"], reference)
    except (BadKeys, BadRecord, Unreadable) as error:
        raise click.ClickException(f"this referral cannot be read: {error}") from error
    if record is None:
        raise click.ClickException("there is no referral with this reference; look at the receipt again")
    return record


@referral_group.command("list")
@click.option("--state", type=click.Choice([status.value for status in Status]), help="Only this state.")
@click.option("--limit", default=200, show_default=True, type=click.IntRange(1, 10_000))
@with_appcontext
def list_command(state: str | None, limit: int) -> None:
    """List requests, the oldest first, without anything that people said."""
    rows = queries.summaries(Status(state) if state else None, limit=limit)
    for row in rows:
        by = f"answer by {row.respond_by}" if row.respond_by else "no day promised"
        parts = [row.reference, row.status.value, row.kind.value, f"sent {row.sent_at:%Y-%m-%d %H:%M}", by]
        if row.waiting:
            parts.append(f"still waiting: said {row.waiting} times" if row.waiting > 1 else "still waiting")
        if row.assigned_to:
            parts.append(row.assigned_to)
        click.echo(controls_escaped("  ".join(parts)))
    if not rows:
        click.echo("There are no requests.")


@referral_group.command("step")
@click.argument("reference")
@click.argument("state", type=click.Choice([status.value for status in Status]))
@click.option("--note", default="", help="What was done. For declined: the reason, which the person reads.")
@click.option("--by", default=getpass.getuser, help="Who does it; your login name where it is left out.")
@with_appcontext
def step_command(reference: str, state: str, note: str, by: str) -> None:
    """Record that the request with REFERENCE is now in STATE. The person sees the state under "Track my
    request".
    """
    record = _record(reference)
    update = services.ReferralUpdate(Status(state), by, note)
    settings = current_app.extensions["settings"]
    try:
        services.update_referral(settings, record.reference, len(record.history), update)
    except services.UpdateRefused as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{record.reference}: {record.status.value} → {state}")


@referral_group.command("seal-again")
@with_appcontext
def seal_again_command() -> None:
    """Seal all referrals, and what belongs to accounts, with the newest encryption key.

    The old key can go once saved assessments made with it have expired.
    """
    try:
        done = services.seal_again(current_app.extensions["settings"])
        more = seal_rows_again(current_app)
    except (BadKeys, Unreadable) as error:
        security_event("key_rotation", "failed", error=type(error).__name__)
        raise click.ClickException(str(error)) from error
    security_event("key_rotation", "succeeded", count=done)
    click.echo(f"Sealed again: {done} referrals, {more} rows of accounts and of the audit trail.")


COMMANDS = (referral_group,)
