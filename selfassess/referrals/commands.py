"""Commands that export a referral, delete everything that has expired, and change the encryption key."""

import json

import click
from flask import current_app
from flask.cli import with_appcontext

from core.crypt import BadKeys, Unreadable
from core.logs import security_event
from selfassess.referrals import export, queries, services
from selfassess.values.request import ReferralRecord
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


@referral_group.command("seal-again")
@with_appcontext
def seal_again_command() -> None:
    """Seal all referrals with the newest encryption key.

    The old key can go once saved assessments made with it have expired.
    """
    try:
        done = services.seal_again(current_app.extensions["settings"])
    except (BadKeys, Unreadable) as error:
        security_event("key_rotation", "failed", error=type(error).__name__)
        raise click.ClickException(str(error)) from error
    security_event("key_rotation", "succeeded", count=done)
    click.echo(f"Sealed again: {done} referrals.")


COMMANDS = (referral_group,)
