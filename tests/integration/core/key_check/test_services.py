"""A site whose encryption key is missing, or is another one, says so and makes no new key."""

from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from flask import Flask
from pydantic import SecretStr

from core.crypt import KEY_FILE, vault
from core.db import db
from core.key_check.models import KeyCheck
from core.key_check.services import OtherKey, check_key, store_check
from core.settings import Settings
from tests.page_checks import PageCheckingClient

pytestmark = pytest.mark.both_databases


@pytest.fixture
def key_file(app: Flask) -> Path:
    """The file with the key of a site that was initialised."""
    settings: Settings = app.extensions["settings"]
    vault(settings)
    assert app.test_cli_runner().invoke(args=["init"]).exit_code == 0
    return settings.data_dir / KEY_FILE


@pytest.mark.parametrize("damage", ["missing", "another"])
def test_init_and_ready_tell_a_key_that_is_gone_or_another(
    app: Flask, client: PageCheckingClient, key_file: Path, damage: str
) -> None:
    key = key_file.read_text()
    if damage == "missing":
        key_file.unlink()
    else:
        key_file.write_text(Fernet.generate_key().decode())
    refused = app.test_cli_runner().invoke(args=["init"])
    assert refused.exit_code == 1
    assert "restore-keys --replace" in refused.output
    assert "is ready" not in refused.output
    assert key_file.exists() == (damage == "another"), "init made a key"
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.get_json()["checks"]["encryption key"]["status"] == "out of order"
    key_file.write_text(key)
    assert app.test_cli_runner().invoke(args=["init"]).exit_code == 0
    assert client.get("/health/ready").get_json()["checks"]["encryption key"] == {"status": "ok"}


def test_the_check_follows_a_change_of_keys(app: Flask, key_file: Path) -> None:
    settings: Settings = app.extensions["settings"]
    old, new = key_file.read_text(), Fernet.generate_key().decode()
    with app.app_context():
        settings.encryption_keys = SecretStr(new)
        with pytest.raises(OtherKey):
            check_key(db.session, settings)
        settings.encryption_keys = SecretStr(f"{new},{old}")
        assert app.test_cli_runner().invoke(args=["referral", "seal-again"]).exit_code == 0
        settings.encryption_keys = SecretStr(new)
        db.session.rollback()
        check_key(db.session, settings)
        settings.encryption_keys = SecretStr(old)
        assert app.test_cli_runner().invoke(args=["referral", "seal-again"]).exit_code == 1


def test_a_site_of_an_earlier_version_gets_its_check(app: Flask, key_file: Path) -> None:
    with app.app_context():
        db.session.query(KeyCheck).delete()
        db.session.commit()
        check_key(db.session, app.extensions["settings"])
        store_check(db.session, app.extensions["settings"])
        assert db.session.query(KeyCheck).count() == 1
