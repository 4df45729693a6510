"""What is backed up comes back."""

from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from core.db import db
from directory.models import Service
from tests.conftest import make_app, make_settings


def _services(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count(Service.id))) or 0


def test_a_restored_site_has_everything_and_is_found(own_demo_app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "site.tar.gz"
    assert own_demo_app.test_cli_runner().invoke(args=["backup", str(file)]).exit_code == 0
    assert file.stat().st_mode & 0o077 == 0
    other = make_app(make_settings(tmp_path / "other"))
    runner = other.test_cli_runner()
    assert runner.invoke(args=["restore", str(file)]).exit_code == 0
    assert runner.invoke(args=["init"]).exit_code == 0
    assert runner.invoke(args=["directory", "reindex"]).exit_code == 0
    assert _services(other) == _services(own_demo_app) > 100
    assert (
        "hospital" in runner.invoke(args=["directory", "search", "coming home from hospital"]).output.lower()
    )
    assert (tmp_path / "other" / "secret_key").read_text() == (
        own_demo_app.extensions["settings"].data_dir / "secret_key"
    ).read_text()


def test_a_site_is_not_overwritten_by_accident(own_demo_app: Flask, tmp_path: Path) -> None:
    runner = own_demo_app.test_cli_runner()
    file = tmp_path / "site.tar.gz"
    runner.invoke(args=["backup", str(file)])
    result = runner.invoke(args=["restore", str(file)])
    assert result.exit_code == 1
    assert "--replace" in result.output
    assert runner.invoke(args=["restore", str(file), "--replace"]).exit_code == 0


def test_what_is_no_backup_is_refused(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "junk.tar.gz"
    file.write_bytes(b"junk")
    result = app.test_cli_runner().invoke(args=["restore", str(file), "--replace"])
    assert result.exit_code == 1
    assert "cannot be read" in result.output
