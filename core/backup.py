"""Back up and restore what a site cannot make again: its database, its keys, and the council's brand."""

import sqlite3
import tarfile
import tempfile
from contextlib import closing
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from core.settings import Settings

DATABASE = "signpost.db"
OTHER_FILES = ("secret_key", "encryption_key", "brand", "demonstration")


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    if settings.database_url:
        raise click.ClickException(
            "this site keeps its data in a database server: use that server's own backup, such as pg_dump"
        )
    return settings


def _copy(source: Path, target: Path) -> None:
    """Make a consistent copy of a SQLite database, also while it is being written."""
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
def backup_command(file: Path) -> None:
    """Write FILE (a .tar.gz) with the site's data. The site may go on running."""
    settings = _settings()
    if not (settings.data_dir / DATABASE).exists():
        raise click.ClickException(
            f"there is no site in {settings.data_dir}: run 'flask --app app init' first"
        )
    with tempfile.TemporaryDirectory() as folder, tarfile.open(file, "w:gz") as archive:
        _copy(settings.data_dir / DATABASE, Path(folder) / DATABASE)
        archive.add(Path(folder) / DATABASE, DATABASE)
        for name in OTHER_FILES:
            if (settings.data_dir / name).exists():
                archive.add(settings.data_dir / name, name)
    file.chmod(0o600)
    click.echo(f"The site is backed up in {file}. It holds the site's key: keep it safe.")


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--replace",
    is_flag=True,
    help="Replace the site that is in the data folder already; its data is lost.",
)
@with_appcontext
def restore_command(file: Path, replace: bool) -> None:
    """Restore the site that `backup` wrote into FILE. Stop the site first; run 'directory reindex' after."""
    settings = _settings()
    if (settings.data_dir / DATABASE).exists() and not replace:
        raise click.ClickException(
            f"there is a site in {settings.data_dir} already; --replace puts the backup in its place"
        )
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    for leftover in (f"{DATABASE}-wal", f"{DATABASE}-shm"):
        (settings.data_dir / leftover).unlink(missing_ok=True)
    try:
        with tarfile.open(file, "r:gz") as archive:
            if DATABASE not in archive.getnames():
                raise click.ClickException(f"{file} is not a backup of a site: it has no {DATABASE}")
            archive.extractall(settings.data_dir, filter="data")
    except tarfile.TarError as error:
        raise click.ClickException(f"{file} cannot be read: {error}") from error
    click.echo(
        f"The site in {settings.data_dir} is as it was. "
        "Now run: flask --app app init && flask --app app directory reindex"
    )
