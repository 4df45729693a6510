"""`flask --app app accounts`: the first administrator, lost factors, and people of the demonstration."""

import click
from flask import current_app, url_for
from flask.cli import with_appcontext

from accounts import services
from accounts.demonstration.services import add_people
from accounts.invitations.services import add_invitation, note_sent
from accounts.queries import any_account_by_email
from accounts.roles import Role
from accounts.second_factors.services import forget_all_factors
from accounts.sessions.queries import ACTIVE
from accounts.sessions.services import end_everywhere
from core.audit.services import SYSTEM
from core.db import db
from core.field_values import email_address
from core.settings import Settings


@click.group("accounts")
def accounts_group() -> None:
    """Accounts of groups and staff."""


@accounts_group.command("create-admin")
@click.argument("email")
@click.option("--name", required=True, help="The person's name.")
@with_appcontext
def create_admin_command(email: str, name: str) -> None:
    """Make an administrator, and print a link on which the person sets up how to sign in. Safe to repeat.

    The link works once, for 7 days. Give it to nobody else.
    """
    settings, address = current_app.extensions["settings"], _address(email)
    account = any_account_by_email(address)
    if account is None:
        account = services.add_account(settings, email=address, name=name.strip(), actor=SYSTEM)
    if account.state != ACTIVE:
        raise click.ClickException("This account is locked. Open it again on the page of administrators.")
    services.grant(settings, account, Role.ADMINISTRATOR, actor=SYSTEM)
    _print_link(settings, address)


@accounts_group.command("reset-sign-in")
@click.argument("email")
@with_appcontext
def reset_command(email: str) -> None:
    """Delete password, app and passkeys of somebody who lost them, and print a link to set up new ones."""
    settings, address = current_app.extensions["settings"], _address(email)
    account = any_account_by_email(address)
    if account is None or account.state != ACTIVE:
        raise click.ClickException("No active account has this e-mail address.")
    forget_all_factors(settings, account.id, actor=SYSTEM)
    end_everywhere(settings, account.id, actor=SYSTEM)
    _print_link(settings, address)


@accounts_group.command("demo")
@click.option("--if-demonstration", is_flag=True, help="Do nothing where the site has data of its own.")
@with_appcontext
def demo_command(if_demonstration: bool) -> None:
    """Add one invented person for each role, where the site is a demonstration. Safe to repeat."""
    settings = current_app.extensions["settings"]
    if not (settings.data_dir / "demonstration").exists():
        if if_demonstration:
            return
        raise click.ClickException("This site is no demonstration: it has data of its own.")
    click.echo(f"{add_people(settings)} people of the demonstration added.")


def _address(text: str) -> str:
    found = email_address(text)
    if found is None:
        raise click.BadParameter(f"{text!r} is no e-mail address", param_hint="EMAIL")
    return found


def _print_link(settings: Settings, address: str) -> None:
    """Commit, and print the link; without a base URL only its path, because nobody knows the rest."""
    made = add_invitation(actor=SYSTEM, email=address, role="")
    note_sent(settings, made, actor=SYSTEM)
    db.session.commit()
    with current_app.test_request_context():
        path = url_for("accounts.invitation", token=made.token)
    click.echo(f"Open this once, within 7 days, to set up how to sign in:\n{settings.base_url}{path}")
