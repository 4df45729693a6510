"""The restore rehearsal on both databases: a site moves from SQLite to PostgreSQL and back, row for row."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import inspect, text

from core.db import db
from scripts.ensure_services import services
from tests.conftest import make_settings
from tests.integration.core.backup.site import data_dir, digests, run, with_keys

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def postgresql() -> Iterator[str]:
    """Return the address of a PostgreSQL server of this module's own."""
    with services() as running:
        if not running.database_url:
            pytest.skip("PostgreSQL is not installed here")
        yield running.database_url


def test_a_site_moves_to_postgresql_and_back(own_demo_app: Flask, postgresql: str, tmp_path: Path) -> None:
    identity = tmp_path / "identity"
    public = run(own_demo_app, "backup-identity", identity).output.strip()
    from_sqlite, from_postgresql = tmp_path / "sqlite.backup", tmp_path / "postgresql.backup"
    assert run(own_demo_app, "backup", from_sqlite, "--to", public).exit_code == 0
    before = digests(own_demo_app)

    server = with_keys(own_demo_app, make_settings(tmp_path / "server", database_url=postgresql), tmp_path)
    moved = run(server, "restore", from_sqlite, "--identity", identity)
    assert moved.exit_code == 0, moved.output
    assert digests(server) == before
    # The counters go on after the restored rows, so a new row can be stored; it is searched like the others.
    assert run(server, "init").exit_code == 0
    indexed = run(server, "directory", "reindex")
    assert indexed.exit_code == 0, indexed.output
    assert "hospital" in run(server, "directory", "search", "coming home from hospital").output.lower()

    changed = digests(server)
    assert run(server, "backup", from_postgresql, "--to", public).exit_code == 0
    back = with_keys(own_demo_app, make_settings(tmp_path / "back"), tmp_path)
    returned = run(back, "restore", from_postgresql, "--identity", identity)
    assert returned.exit_code == 0, returned.output
    assert digests(back) == changed

    _check_replacing(server, from_sqlite, identity, before)
    content = bytearray(from_sqlite.read_bytes())
    content[len(content) // 2] ^= 1
    from_sqlite.write_bytes(content)
    refused = run(server, "restore", from_sqlite, "--identity", identity, "--replace")
    assert refused.exit_code == 1, refused.output
    assert digests(server) == before
    assert data_dir(back).is_dir()


def _check_replacing(server: Flask, backup: Path, identity: Path, expected: object) -> None:
    """Check that a site on the server is replaced only where that is said, and that the old one stays."""
    refused = run(server, "restore", backup, "--identity", identity)
    assert (refused.exit_code, "--replace" in refused.output) == (1, True)
    with server.app_context():
        db.session.execute(text("UPDATE service SET name = 'changed since'"))
        db.session.commit()
    done = run(server, "restore", backup, "--identity", identity, "--replace")
    assert done.exit_code == 0, done.output
    assert digests(server) == expected
    with server.app_context():
        kept = [name for name in inspect(db.engine).get_schema_names() if name.startswith("before_restore_")]
        assert len(kept) == 1
        names = db.session.scalars(text(f"SELECT DISTINCT name FROM {kept[0]}.service"))
        assert names.all() == ["changed since"]
