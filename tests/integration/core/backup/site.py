"""What the tests of backups do with a site: run a command, compare its rows, and copy its keys."""

from pathlib import Path

from click.testing import Result
from flask import Flask

from core.backup.archive import ArchivedTable
from core.backup.table_files import backed_up_tables, digest_of
from core.db import db
from core.settings import Settings
from tests.conftest import make_app


def run(app: Flask, *command: str | Path) -> Result:
    """Run a command of the site and return its result."""
    return app.test_cli_runner().invoke(args=[str(word) for word in command])


def digests(app: Flask) -> list[ArchivedTable]:
    """Return count and digest of every table that a backup holds."""
    with app.app_context(), db.engine.connect() as connection:
        return [digest_of(connection, table) for table in backed_up_tables()]


def data_dir(app: Flask) -> Path:
    """Return the data folder of a site."""
    folder: Path = app.extensions["settings"].data_dir
    return folder


def with_keys(original: Flask, settings: Settings, folder: Path) -> Flask:
    """Return a site with the keys of another one and without a database. `folder`: for files of the test."""
    identity, keys = folder / "identity-of-keys", folder / "site.keys"
    if not keys.exists():
        public = run(original, "backup-identity", identity).output.strip()
        assert run(original, "backup-keys", keys, "--to", public).exit_code == 0
    restored = run(make_app(settings), "restore-keys", keys, "--identity", identity, "--replace")
    assert restored.exit_code == 0, restored.output
    return make_app(settings)
