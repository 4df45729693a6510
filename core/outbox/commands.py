"""`flask --app app outbox`: show messages, and decide about those that may have been sent."""

import click
from flask import current_app
from flask.cli import with_appcontext

from core.db import db
from core.outbox import queries, services
from core.outbox.queries import Delivery
from core.text import controls_escaped


@click.group("outbox", invoke_without_command=True)
@click.option("--limit", default=20, show_default=True, help="How many messages, newest first.")
@click.pass_context
@with_appcontext
def outbox_group(context: click.Context, limit: int) -> None:
    """Show the messages that the site has written. Texts are shown until they are wiped."""
    if context.invoked_subcommand is not None:
        return
    deliveries = list(queries.newest(db.session, current_app.extensions["settings"], limit))
    for delivery in deliveries:
        click.echo(_shown(delivery))
    if not deliveries:
        click.echo("The outbox is empty.")


def _shown(delivery: Delivery) -> str:
    """Return a message as text for a terminal: what people typed cannot send it control sequences."""
    first = f"{delivery.created_at:%Y-%m-%d %H:%M} {delivery.status}"
    if delivery.email is None:
        tries = f", {delivery.attempts} attempts failed, last {delivery.last_error}" * bool(
            delivery.last_error
        )
        return f"{first} {delivery.id} ({delivery.purpose or 'message'}: text wiped{tries})\n"
    email = delivery.email
    lines = f"{first} {delivery.id} to {email.recipient}: {' '.join(email.subject.split())}\n\n{email.text}\n"
    return controls_escaped(lines)


@outbox_group.command("send-again")
@click.argument("message_id")
@with_appcontext
def send_again_command(message_id: str) -> None:
    """Send a message again that failed or may have been sent. The person may get it twice."""
    _decide(message_id, send_again=True)
    click.echo("The message is queued.")


@outbox_group.command("hold")
@with_appcontext
def hold_command() -> None:
    """Hold back all messages that wait to be sent, after a restore of the database: they may have been sent
    since.
    """
    held = services.hold_unsent(db.session)
    click.echo(f"Messages held back, because they may have been sent since: {held}.")


@outbox_group.command("give-up")
@click.argument("message_id")
@with_appcontext
def give_up_command(message_id: str) -> None:
    """Wipe a message that failed or may have been sent."""
    _decide(message_id, send_again=False)
    click.echo("The message is wiped.")


def _decide(message_id: str, *, send_again: bool) -> None:
    if not services.decide(db.session, message_id, send_again=send_again):
        raise click.ClickException(
            "there is no such message that failed or may have been sent, or its text was wiped already"
        )
