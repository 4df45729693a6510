"""No other account of the machine can read the data folder."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.db import db
from tests.conftest import make_app, make_settings
from tests.databases import on_sqlite


@pytest.fixture
def usual_umask() -> Iterator[None]:
    """Let files be made readable for everybody, as on most machines."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def _modes(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mode & 0o077 for path in [folder, *folder.iterdir()] if path.exists()}


@pytest.mark.both_databases
@pytest.mark.slow
@on_sqlite
def test_init_closes_a_new_folder_and_one_that_was_open(usual_umask: None, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    app = make_app(make_settings(folder))
    assert app.test_cli_runner().invoke(args=["init"]).exit_code == 0
    # A connection makes the files of the write-ahead log; they take the mode of the database.
    with app.app_context():
        db.session.connection()
        modes = _modes(folder)
    assert "signpost.db" in modes
    assert {name: mode for name, mode in modes.items() if mode and (folder / name).is_file()} == {}
    assert folder.stat().st_mode & 0o077 == 0
    folder.chmod(0o755)
    (folder / "signpost.db").chmod(0o644)
    assert app.test_cli_runner().invoke(args=["init"]).exit_code == 0
    assert folder.stat().st_mode & 0o077 == 0
    assert (folder / "signpost.db").stat().st_mode & 0o077 == 0
