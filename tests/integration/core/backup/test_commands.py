"""What is backed up comes back, on the same and on another kind of database; on any doubt nothing changes."""

import hashlib
import re
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from core import clock
from core.db import db
from core.outbox.models import DeliveryState, OutboxMessage
from core.outbox.queries import state_counts
from directory.models import Service
from tests.conftest import make_app, make_settings
from tests.databases import everything_stored, on_sqlite
from tests.examples import sampled, slow_on_both
from tests.integration.core.backup.site import data_dir, digests, run, with_keys


def _services(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count(Service.id))) or 0


def _fingerprint(app: Flask) -> dict[str, str]:
    """Return the SHA-256 of every file of a data folder; of the database, of what it holds."""
    found, folder = {}, data_dir(app)
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.startswith("signpost.db"):
            found[str(path.relative_to(folder))] = hashlib.sha256(path.read_bytes()).hexdigest()
    with app.app_context():
        found["database"] = hashlib.sha256(everything_stored().encode()).hexdigest()
    return found


@pytest.fixture
def key(tmp_path: Path, app: Flask) -> tuple[str, Path]:
    """Return a public key to back up to, and the file with its secret key."""
    made = run(app, "backup-identity", tmp_path / "identity")
    assert made.exit_code == 0, made.output
    return made.output.strip(), tmp_path / "identity"


@pytest.fixture
def backup(own_demo_app: Flask, key: tuple[str, Path], tmp_path: Path) -> Path:
    """Return a backup of the demonstration borough, with a brand."""
    brand = data_dir(own_demo_app) / "brand"
    brand.mkdir()
    (brand / "logo.svg").write_text("<svg/>")
    file = tmp_path / "site.backup"
    made = run(own_demo_app, "backup", file, "--to", key[0])
    assert made.exit_code == 0, made.output
    return file


def test_a_restored_site_has_the_same_rows_and_keys(
    own_demo_app: Flask, backup: Path, key: tuple[str, Path], tmp_path: Path
) -> None:
    other = with_keys(own_demo_app, make_settings(tmp_path / "other"), tmp_path)
    restored = run(other, "restore", backup, "--identity", key[1])
    assert restored.exit_code == 0, restored.output
    assert digests(other) == digests(own_demo_app)
    assert _services(other) > 100
    assert (tmp_path / "other" / "brand" / "logo.svg").read_text() == "<svg/>"
    assert run(other, "init").exit_code == 0
    # What was sealed opens again: the keys came in a file of their own.
    for name in ("secret_key", "encryption_key"):
        assert (tmp_path / "other" / name).read_text() == (data_dir(own_demo_app) / name).read_text()


def test_a_backup_holds_no_key_and_nothing_in_clear(
    own_demo_app: Flask, backup: Path, key: tuple[str, Path], tmp_path: Path
) -> None:
    content = backup.read_bytes()
    assert content.startswith(b"age-encryption.org/v1")
    assert b"Silverlode" not in content
    checked = run(own_demo_app, "backup-check", backup, "--identity", key[1])
    assert checked.exit_code == 0, checked.output
    assert "service" in checked.output
    tables = re.compile("keys|key_check|api_key|passkey")
    assert "key" not in tables.sub("", checked.output)
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600


@pytest.mark.slow
def test_the_passphrase_opens_a_backup_and_another_does_not(app: Flask, tmp_path: Path) -> None:
    file, right, wrong = tmp_path / "site.backup", tmp_path / "right", tmp_path / "wrong"
    right.write_text("correct horse battery\n")
    wrong.write_text("another horse battery\n")
    assert run(app, "backup", file, "--passphrase-file", right).exit_code == 0
    assert run(app, "backup-check", file, "--passphrase-file", right).exit_code == 0
    refused = run(app, "backup-check", file, "--passphrase-file", wrong)
    assert refused.exit_code == 1
    assert "does not open the file" in refused.output


def test_a_short_passphrase_and_a_wrong_recipient_are_refused(app: Flask, tmp_path: Path) -> None:
    short = tmp_path / "short"
    short.write_text("short")
    refused = run(app, "backup", tmp_path / "b", "--passphrase-file", short)
    assert (refused.exit_code, "at least 12 characters" in refused.output) == (1, True)
    refused = run(app, "backup", tmp_path / "b", "--to", "me")
    assert (refused.exit_code, "age1" in refused.output) == (1, True)
    assert not (tmp_path / "b").exists()


@pytest.mark.both_databases
@pytest.mark.slow
@on_sqlite
def test_a_site_is_replaced_only_where_that_is_said_and_stays_aside(
    own_demo_app: Flask, backup: Path, key: tuple[str, Path]
) -> None:
    folder = data_dir(own_demo_app)
    with own_demo_app.app_context():
        db.session.execute(text("UPDATE service SET name = 'changed since'"))
        db.session.commit()
    refused = run(own_demo_app, "restore", backup, "--identity", key[1])
    assert (refused.exit_code, "--replace" in refused.output) == (1, True)
    done = run(own_demo_app, "restore", backup, "--identity", key[1], "--replace")
    assert done.exit_code == 0, done.output
    with own_demo_app.app_context():
        assert db.session.scalar(text("SELECT count(*) FROM service WHERE name = 'changed since'")) == 0
    before = next(folder.glob("before-restore-*"))
    with closing(sqlite3.connect(before / "signpost.db")) as connection:
        changed = connection.execute("SELECT count(*) FROM service WHERE name = 'changed since'").fetchone()
    assert changed[0] > 100
    assert (before / "index").is_dir()
    assert stat.S_IMODE((folder / "signpost.db").stat().st_mode) == 0o600


def _junk(backup: Path) -> None:
    backup.write_bytes(b"junk" * 100)


def _flipped_bit(backup: Path) -> None:
    content = bytearray(backup.read_bytes())
    content[len(content) // 2] ^= 1
    backup.write_bytes(content)


def _cut_off(backup: Path) -> None:
    backup.write_bytes(backup.read_bytes()[:-40])


def _empty(backup: Path) -> None:
    backup.write_bytes(b"")


@slow_on_both
@pytest.mark.parametrize("damage", sampled([_junk, _flipped_bit, _cut_off, _empty], 4))
def test_a_damaged_backup_changes_nothing(
    damage: object, own_demo_app: Flask, backup: Path, key: tuple[str, Path]
) -> None:
    before = _fingerprint(own_demo_app)
    damage(backup)  # type: ignore[operator]
    refused = run(own_demo_app, "restore", backup, "--identity", key[1], "--replace")
    assert refused.exit_code == 1, refused.output
    assert "Traceback" not in refused.output
    assert _fingerprint(own_demo_app) == before


@pytest.mark.both_databases
@pytest.mark.slow
@on_sqlite
def test_a_failure_in_the_middle_of_the_swap_is_undone(
    own_demo_app: Flask, backup: Path, key: tuple[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _fingerprint(own_demo_app)
    replace = Path.replace

    def failing(self: Path, target: Path) -> Path:
        if Path(target).name == "signpost.db":
            raise OSError(28, "No space left on device")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    refused = run(own_demo_app, "restore", backup, "--identity", key[1], "--replace")
    assert (refused.exit_code, "No space left" in refused.output) == (1, True)
    assert _fingerprint(own_demo_app) == before


@on_sqlite
@pytest.mark.slow
def test_a_running_site_is_not_replaced(own_demo_app: Flask, backup: Path, key: tuple[str, Path]) -> None:
    folder = data_dir(own_demo_app)
    with closing(sqlite3.connect(folder / "signpost.db")) as worker:
        worker.execute("SELECT count(*) FROM service").fetchone()
        refused = run(own_demo_app, "restore", backup, "--identity", key[1], "--replace")
    assert (refused.exit_code, "still running" in refused.output) == (1, True)
    assert not list(folder.glob("before-restore-*"))
    assert _services(own_demo_app) > 100


@pytest.mark.both_databases
@pytest.mark.slow
@on_sqlite
def test_a_database_that_is_rubbish_can_be_replaced(
    own_demo_app: Flask, backup: Path, key: tuple[str, Path]
) -> None:
    with own_demo_app.app_context():
        db.engine.dispose()
    for path in data_dir(own_demo_app).glob("signpost.db*"):
        path.write_bytes(b"no database at all, much longer than a header" * 10)
    done = run(own_demo_app, "restore", backup, "--identity", key[1], "--replace")
    assert done.exit_code == 0, done.output
    assert _services(own_demo_app) > 100


@slow_on_both
def test_without_the_sites_key_nothing_is_restored(
    backup: Path, key: tuple[str, Path], tmp_path: Path
) -> None:
    other = make_app(make_settings(tmp_path / "other"))
    refused = run(other, "restore", backup, "--identity", key[1])
    assert (refused.exit_code, "restore-keys" in refused.output) == (1, True)


@pytest.mark.both_databases
@pytest.mark.slow
def test_a_backup_of_another_version_says_what_to_do(
    own_demo_app: Flask, key: tuple[str, Path], tmp_path: Path
) -> None:
    with own_demo_app.app_context():
        db.session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        db.session.commit()
    file = tmp_path / "newer.backup"
    assert run(own_demo_app, "backup", file, "--to", key[0]).exit_code == 0
    refused = run(own_demo_app, "restore", file, "--identity", key[1], "--replace")
    assert refused.exit_code == 1
    assert "a newer version of Signpost (database revision 9999" in refused.output
    assert "Restore it with the version that made it" in refused.output


def test_keys_that_differ_are_not_overwritten(app: Flask, key: tuple[str, Path], tmp_path: Path) -> None:
    keys = tmp_path / "site.keys"
    assert run(app, "backup-keys", keys, "--to", key[0]).exit_code == 0
    other = make_app(make_settings(tmp_path / "other"))
    assert run(other, "restore-keys", keys, "--identity", key[1]).exit_code in (0, 1)
    (tmp_path / "other" / "secret_key").write_text("another")
    refused = run(other, "restore-keys", keys, "--identity", key[1])
    assert (refused.exit_code, "--replace" in refused.output) == (1, True)
    assert (tmp_path / "other" / "secret_key").read_text() == "another"


@pytest.mark.slow
def test_where_there_is_no_site_there_is_nothing_to_back_up(key: tuple[str, Path], tmp_path: Path) -> None:
    empty = make_app(make_settings(tmp_path / "empty"))
    refused = run(empty, "backup", tmp_path / "b", "--to", key[0])
    assert (refused.exit_code, "no site here" in refused.output) == (1, True)


@pytest.mark.both_databases
@pytest.mark.slow
def test_messages_that_waited_are_held_back(
    own_demo_app: Flask, key: tuple[str, Path], tmp_path: Path
) -> None:
    with own_demo_app.app_context():
        db.session.add(OutboxMessage(id=clock.new_id(), status=DeliveryState.QUEUED))
        db.session.add(OutboxMessage(id=clock.new_id(), status=DeliveryState.SENT))
        db.session.commit()
    file = tmp_path / "site.backup"
    assert run(own_demo_app, "backup", file, "--to", key[0]).exit_code == 0
    done = run(own_demo_app, "restore", file, "--identity", key[1], "--replace")
    assert "they may have been sent since: 1." in done.output
    with own_demo_app.app_context():
        assert state_counts(db.session) == {"maybe_sent": 1, "sent": 1}
