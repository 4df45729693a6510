"""Commands that back up and restore a site: `backup`, `restore`, and the same for its keys."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

from core.backup import services
from core.backup.archive import BackupRefused
from core.backup.encryption import (
    BackupCipher,
    BadBackupKey,
    PassphraseCipher,
    identity_cipher,
    new_identity,
    recipients_cipher,
)
from core.db import db
from core.logs import SecurityEvent, security_event
from core.outbox.services import hold_unsent
from core.settings import Settings

PASSPHRASE_VARIABLE = "SIGNPOST_BACKUP_PASSPHRASE"  # noqa: S105 - the name of a variable

_new_file = click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
_old_file = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
_existing = click.Path(exists=True, dir_okay=False, path_type=Path)
_passphrase_file = click.option(
    "--passphrase-file", type=_existing, help=f"File with the passphrase; otherwise {PASSPHRASE_VARIABLE}."
)
_recipients = click.option(
    "--to", "recipients", multiple=True, metavar="AGE1…", help="Public key that may open it; can be repeated."
)
_identity = click.option("--identity", type=_existing, help="File with the secret key that opens it.")


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings


def _passphrase(file: Path | None, *, confirm: bool) -> PassphraseCipher:
    if file is not None:
        return PassphraseCipher(file.read_text(encoding="utf-8").strip())
    named = os.environ.get(PASSPHRASE_VARIABLE)
    if named is None:
        named = click.prompt("Passphrase of the backup", hide_input=True, confirmation_prompt=confirm)
    return PassphraseCipher(named)


def _encrypting(passphrase_file: Path | None, recipients: tuple[str, ...]) -> BackupCipher:
    return recipients_cipher(recipients) if recipients else _passphrase(passphrase_file, confirm=True)


def _decrypting(passphrase_file: Path | None, identity: Path | None) -> BackupCipher:
    return identity_cipher(identity) if identity else _passphrase(passphrase_file, confirm=False)


def _told(action: Callable[[], Any], event: SecurityEvent | None = None) -> Any:
    """Return what the action returns. Where it refuses, end the command with its reason and code 1.

    `event`: what the security log is told, with the outcome and the name of the command.
    """
    kind = (click.get_current_context().info_name or "").replace("-", " ")
    try:
        done = action()
    except (BackupRefused, BadBackupKey, OSError) as refused:
        if event:
            security_event(event, "failed", kind=kind, error=type(refused).__name__)
        raise click.ClickException(str(refused)) from None
    if event:
        security_event(event, "succeeded", kind=kind)
    return done


@click.command("backup")
@_new_file
@_recipients
@_passphrase_file
@with_appcontext
def backup_command(file: Path, recipients: tuple[str, ...], passphrase_file: Path | None) -> None:
    """Write FILE, an encrypted copy of the site's data, in the age format. The site may go on running.

    Visitors' sessions, the search index and the site's keys are not in it: see 'backup-keys'.
    """
    made = _told(
        lambda: services.make_backup(_settings(), db.engine, _encrypting(passphrase_file, recipients), file),
        "backup",
    )
    rows = sum(table.rows for table in made.tables)
    click.echo(f"The site is backed up in {file}: {rows:,} rows of {len(made.tables)} tables.")
    click.echo("Its keys are not in it. Keep them in another place: flask --app app backup-keys FILE")


@click.command("backup-check")
@_old_file
@_identity
@_passphrase_file
@with_appcontext
def backup_check_command(file: Path, identity: Path | None, passphrase_file: Path | None) -> None:
    """Open FILE, check every checksum in it, its version and its key, and change nothing."""

    def check() -> None:
        with services.opened_backup(_settings(), _decrypting(passphrase_file, identity), file) as (found, _):
            click.echo(f"Made {found.made_at}, database revision {found.revision}. All checksums are right.")
            for table in found.tables:
                click.echo(f"{table.rows:10,} {table.name}")

    _told(check)


@click.command("restore")
@_old_file
@click.option("--replace", is_flag=True, help="Replace the site that is here; it is moved aside, not lost.")
@_identity
@_passphrase_file
@with_appcontext
def restore_command(file: Path, replace: bool, identity: Path | None, passphrase_file: Path | None) -> None:
    """Restore the site that 'backup' wrote into FILE, into the database of the settings.

    Stop the site first. FILE may come from a site on another kind of database. On any doubt nothing changes.
    """
    made, before = _told(
        lambda: services.restore_backup(
            _settings(), db.engine, _decrypting(passphrase_file, identity), file, replace=replace
        ),
        "restore",
    )
    click.echo(f"The site is as it was at {made.made_at}.")
    if before:
        click.echo(f"What was here before is in {before}. Delete it when you do not need it any more.")
    if held := hold_unsent(db.session):
        click.echo(f"Messages held back, because they may have been sent since: {held}. See 'outbox'.")
    click.echo("Now run: flask --app app directory reindex, and start the site.")


@click.command("backup-keys")
@_new_file
@_recipients
@_passphrase_file
@with_appcontext
def backup_keys_command(file: Path, recipients: tuple[str, ...], passphrase_file: Path | None) -> None:
    """Write FILE, an encrypted copy of the site's keys. Without them a backup cannot be restored."""
    _told(lambda: services.write_keys(_settings(), _encrypting(passphrase_file, recipients), file), "backup")
    click.echo(f"The keys are in {file}. Keep them apart from the backups.")


@click.command("restore-keys")
@_old_file
@click.option("--replace", is_flag=True, help="Move keys aside that are here already.")
@_identity
@_passphrase_file
@with_appcontext
def restore_keys_command(
    file: Path, replace: bool, identity: Path | None, passphrase_file: Path | None
) -> None:
    """Put the keys that 'backup-keys' wrote into FILE into the data folder."""
    cipher = _told(lambda: _decrypting(passphrase_file, identity))
    _told(lambda: services.restore_keys(_settings(), cipher, file, replace=replace), "restore")
    click.echo("The keys are in the data folder.")


@click.command("backup-identity")
@_new_file
def backup_identity_command(file: Path) -> None:
    """Write FILE, a new secret key for backups, and print the public key to back up to.

    Keep FILE away from the site: who has it can open every backup that was made with '--to' its public key.
    """
    secret, public = new_identity()
    if file.exists():
        raise click.ClickException(f"{file} is there already; a key is never overwritten")
    file.touch(mode=0o600)
    file.write_text(f"# public key: {public}\n{secret}\n", encoding="ascii")
    click.echo(public)


COMMANDS = (
    backup_command,
    backup_check_command,
    restore_command,
    backup_keys_command,
    restore_keys_command,
    backup_identity_command,
)
