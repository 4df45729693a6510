"""The servers of the tests: private, not as root, and gone however their caller ends."""

import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import psycopg
import pytest
from redis import Redis

from scripts import ensure_services
from scripts.ensure_services import ROOT, Services, ServicesFailed, install, missing, services

needs_servers = pytest.mark.skipif(bool(missing()), reason=f"not installed: {', '.join(missing())}")


def _servers_of(database_url: str) -> list[int]:
    """Return the process ids of the PostgreSQL at an address."""
    port = database_url.rpartition(":")[2].partition("/")[0]
    shown = subprocess.run(["ps", "-eww", "-o", "pid=,args="], capture_output=True, text=True, check=True)
    return [int(line.split()[0]) for line in shown.stdout.splitlines() if f"port={port}" in line]


@pytest.mark.slow
@needs_servers
def test_both_answer_and_are_private_and_end(tmp_path: Path) -> None:
    with services() as running:
        with psycopg.connect(running.database_url.replace("+psycopg", "")) as connection:
            settings = dict(connection.execute("SELECT name, setting FROM pg_settings").fetchall())
        assert settings["listen_addresses"] == "127.0.0.1"
        assert settings["fsync"] == "off"
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(running.database_url.replace("+psycopg", "").replace("signpost:", "signpost:not"))
        assert Redis.from_url(running.redis_url).ping()
        [server, *_rest] = _servers_of(running.database_url)
        owner = subprocess.run(["ps", "-o", "user=", "-p", str(server)], capture_output=True, text=True)
        assert owner.stdout.strip() != "root"
    assert _servers_of(running.database_url) == []


@pytest.mark.slow
@needs_servers
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_no_server_outlives_its_caller(how: signal.Signals) -> None:
    caller = subprocess.Popen(
        [sys.executable, "-m", "scripts.ensure_services"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        # A shell lets what it runs in the background ignore Ctrl-C, and so would the caller.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    )
    assert caller.stdout
    try:
        address = caller.stdout.readline().strip().removeprefix("export TESTS_DATABASE_URL=")
        assert _servers_of(address)
    finally:
        os.kill(caller.pid, how)
        caller.wait(60)
        caller.stdout.close()
    end = time.monotonic() + 60
    while _servers_of(address) and time.monotonic() < end:
        time.sleep(0.1)
    assert _servers_of(address) == []


def test_a_machine_without_packages_is_told_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(ensure_services.shutil, "which", lambda _name: None)
    install(["postgresql", "redis"])
    said = capsys.readouterr().out
    assert "Tests on postgresql are left out: install PostgreSQL 15 or later" in said
    assert "brew install redis" in said


def _program(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


@pytest.mark.parametrize("allows", [True, False])
def test_who_is_not_root_installs_by_sudo_where_it_asks_for_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], allows: bool
) -> None:
    policy, log = tmp_path / "policy", tmp_path / "log"
    _program(tmp_path, "sudo", 'test "$1" = -n && shift && exec "$@"' if allows else "exit 1")
    _program(tmp_path, "apt-get", f'echo "$@" "$(cat {policy} | tail -n 1)" >> {log}')
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    monkeypatch.setattr(ensure_services.os, "geteuid", lambda: 1000)
    script = ensure_services.INSTALLATION.replace("/usr/sbin/policy-rc.d", str(policy))
    monkeypatch.setattr(ensure_services, "INSTALLATION", script)
    install(["redis"])
    if allows:
        assert log.read_text().splitlines() == [
            "-qq update exit 101",
            "-qq install -y --no-install-recommends redis-server exit 101",
        ]
        assert not policy.exists()
    else:
        assert not log.exists()
        assert "Tests on redis are left out" in capsys.readouterr().out


def test_a_server_that_does_not_start_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    program = [sys.executable, "-c", 'print(\'{"problem": "postgresql did not start: no space"}\')']
    real = subprocess.Popen
    monkeypatch.setattr(ensure_services, "missing", list)
    monkeypatch.setattr(
        ensure_services.subprocess, "Popen", lambda _command, **options: real(program, **options)
    )
    with pytest.raises(ServicesFailed, match="no space"), services():
        pytest.fail("a server that did not start was given out")


def test_the_addresses_are_given_by_environment_variables() -> None:
    given = Services("postgresql+psycopg://x", "redis://y").environment()
    assert given == {"TESTS_DATABASE_URL": "postgresql+psycopg://x", "TESTS_REDIS_URL": "redis://y"}
