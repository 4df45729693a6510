"""`flask --app app open-referral`: keys for the feed, and what other feeds allow us to publish again."""

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from core.db import db
from core.text import controls_escaped
from directory.models.publishing import ApiKey, FeedSource
from directory.publishing import services


@click.group("open-referral")
def open_referral_group() -> None:
    """The feed for other systems: keys for higher limits, and sources that may be published again."""


@open_referral_group.group("key")
def key_group() -> None:
    """Keys for higher limits. Nobody needs one to read the feed."""


@key_group.command("create")
@click.argument("name")
@with_appcontext
def create_key_command(name: str) -> None:
    """Make a key for NAME, the system or the organization that gets it. It is shown once."""
    if not name.strip() or len(name) > 200:
        raise click.ClickException("A name has 1 to 200 characters.")
    row, key = services.create_key(db.session, name.strip())
    click.echo(key)
    click.echo(f"id {row.id}. Send it as the header X-API-Key. It is not stored and cannot be shown again.")


@key_group.command("list")
@with_appcontext
def list_keys_command() -> None:
    """Show the keys by id and name, without the keys themselves."""
    rows = list(db.session.scalars(select(ApiKey).order_by(ApiKey.created_at, ApiKey.id)))
    for row in rows:
        state = f"revoked {row.revoked_at:%Y-%m-%d}" if row.revoked_at else "in use"
        click.echo(controls_escaped(f"{row.id}  {row.created_at:%Y-%m-%d}  {state}  {row.name}"))
    if not rows:
        click.echo("There are no keys.")


@key_group.command("revoke")
@click.argument("key_id")
@with_appcontext
def revoke_key_command(key_id: str) -> None:
    """Revoke the key with this id. Whoever uses it gets the status 401."""
    if not services.revoke_key(db.session, key_id):
        raise click.ClickException(f"There is no key in use with the id {key_id}.")
    click.echo("The key is revoked.")


@open_referral_group.group("source")
def source_group() -> None:
    """Feeds that were imported from a web address, and whether their records may be published again."""


@source_group.command("list")
@with_appcontext
def list_sources_command() -> None:
    """Show each source with its licence, and whether our feed has its records."""
    rows = list(db.session.scalars(select(FeedSource).order_by(FeedSource.source)))
    for row in rows:
        state = f"published again under {row.licence}" if row.republish else "not published again"
        click.echo(controls_escaped(f"{row.source}: {state}"))
    if not rows:
        click.echo("Nothing was imported from another feed.")


@source_group.command("allow")
@click.argument("source")
@click.option("--licence", required=True, help="Name of the licence that allows it.")
@click.option("--licence-url", default="", help="Web address of the licence.")
@click.option(
    "--publisher", default="", help="Whom our feed names as the source; the source's name if empty."
)
@with_appcontext
def allow_source_command(source: str, licence: str, licence_url: str, publisher: str) -> None:
    """Publish the records of SOURCE again, each with its source and licence."""
    allowed = services.allow_source(
        db.session, source, publisher=publisher, licence=licence, licence_url=licence_url
    )
    _told(source, allowed, "Its records are in our feed from now on.")


@source_group.command("keep-back")
@click.argument("source")
@with_appcontext
def keep_source_back_command(source: str) -> None:
    """Stop publishing the records of SOURCE again."""
    _told(source, services.keep_source_back(db.session, source), "Its records are no longer in our feed.")


def _told(source: str, done: bool, what: str) -> None:
    if not done:
        raise click.ClickException(f"There is no source “{source}”. The command 'source list' shows them.")
    click.echo(what)
