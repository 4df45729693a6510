"""Accounts and the audit trail come back from a backup, and nobody stays signed in."""

from pathlib import Path

import pytest
from flask import Flask

from accounts.roles import Role
from tests.accounts import signed_in_as
from tests.conftest import make_settings
from tests.integration.core.backup.site import run, with_keys


@pytest.mark.both_databases
@pytest.mark.slow
def test_the_trail_is_whole_after_a_restore_and_goes_on(app: Flask, tmp_path: Path) -> None:
    client = signed_in_as(app, Role.ADMINISTRATOR)
    cookie = client.get_cookie("signpost-account")
    assert cookie
    public = run(app, "backup-identity", tmp_path / "identity").output.strip()
    assert run(app, "backup", tmp_path / "site.backup", "--to", public).exit_code == 0
    other = with_keys(app, make_settings(tmp_path / "other"), tmp_path)
    restored = run(other, "restore", tmp_path / "site.backup", "--identity", tmp_path / "identity")
    assert restored.exit_code == 0, restored.output
    end = run(app, "audit", "verify").output.split("End of the trail: ")[1].split()[0]
    assert run(other, "audit", "verify", "--noted", end).exit_code == 0
    browser = other.test_client()
    browser.set_cookie("signpost-account", cookie.value)
    assert browser.get("/account").status_code == 303, "sessions are in no backup"
    signed_in_as(other, Role.MODERATOR)
    verified = run(other, "audit", "verify", "--noted", end)
    assert verified.exit_code == 0, verified.output
