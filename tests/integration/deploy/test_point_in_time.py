"""A database is restored to a second by the files of deploy/postgresql and the commands of the guide."""

import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from scripts.ensure_services import ROOT, free_port, missing, programs, run_as, server_account, wait_until

FILES = ROOT / "deploy" / "postgresql"
READY = "database system is ready to accept connections"


def _program(name: str) -> str:
    """Return the path of a program of PostgreSQL, which lies beside its server or on the PATH, or ''."""
    beside = Path(programs()["postgres"]).resolve().with_name(name)
    return str(beside) if beside.exists() else shutil.which(name) or ""


@dataclass(frozen=True)
class Server:
    """A private PostgreSQL whose write-ahead log is archived as the guide says."""

    folder: Path
    port: int

    @property
    def data(self) -> Path:
        return self.folder / "main"

    @property
    def url(self) -> str:
        return f"postgresql://signpost@127.0.0.1:{self.port}/postgres"

    def run(self, program: str, *arguments: str) -> None:
        """Run a program of PostgreSQL under the account of its server."""
        done = subprocess.run(
            [_program(program), *arguments],
            cwd=self.folder,
            capture_output=True,
            text=True,
            **run_as(server_account()),
        )
        assert done.returncode == 0, done.stderr

    def configure(self, name: str, **changes: str) -> None:
        """Put a file of deploy/postgresql into conf.d, with this server's archive and the changed settings."""
        text = (FILES / name).read_text(encoding="utf-8").replace("/srv/wal", str(self.folder / "wal"))
        for setting, value in changes.items():
            text, found = re.subn(rf"^{setting} = .*$", f"{setting} = '{value}'", text, flags=re.MULTILINE)
            assert found == 1, setting
        target = self.folder / "conf.d" / name
        target.write_text(text, encoding="utf-8")
        target.chmod(0o644)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Run the server while the block runs."""
        log = self.folder / "log"
        options = ["listen_addresses=127.0.0.1", f"port={self.port}", "unix_socket_directories="]
        with log.open("w") as output:
            process = subprocess.Popen(
                [
                    programs()["postgres"],
                    "-D",
                    self.data,
                    *(part for each in options for part in ("-c", each)),
                ],
                cwd=self.folder,
                stdout=output,
                stderr=output,
                **run_as(server_account()),
            )
        try:
            wait_until(lambda: READY in log.read_text(), log)
            yield
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(30)

    def flask(self, *arguments: str) -> str:
        """Run a command of the site on this database, and return what it prints."""
        settings = {
            "SIGNPOST_DATABASE_URL": self.url.replace("postgresql:", "postgresql+psycopg:"),
            "SIGNPOST_DATA_DIR": str(self.folder / "site"),
        }
        done = subprocess.run(
            [sys.executable, "-m", "flask", "--app", "app", *arguments],
            cwd=ROOT,
            env=os.environ | settings,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    if "postgresql" in missing() or not _program("pg_basebackup"):
        pytest.skip("PostgreSQL is not installed here")
    folder = Path("/tmp" if sys.platform != "darwin" else tmp_path_factory.mktemp("pitr"))
    folder = folder / f"signpost-recovery-{secrets.token_hex(4)}"
    for each in ("wal", "base", "conf.d", "site"):
        (folder / each).mkdir(parents=True)
    account = server_account()
    if account:
        for each in (folder, *folder.iterdir()):
            os.chown(each, account.pw_uid, account.pw_gid)
    made = Server(folder, free_port())
    made.run(
        "initdb",
        "--pgdata",
        str(made.data),
        "--username=signpost",
        "--auth=trust",
        "--no-sync",
        "--encoding=UTF8",
    )
    with (made.data / "postgresql.conf").open("a", encoding="utf-8") as settings:
        settings.write(f"include_dir = '{folder / 'conf.d'}'\n")
    yield made
    shutil.rmtree(folder)


@pytest.mark.slow
def test_a_site_is_restored_to_the_second_before_a_mistake(server: Server) -> None:
    server.configure("signpost.conf")
    with server.running(), psycopg.connect(server.url, autocommit=True) as connection:
        server.flask("init")
        server.run(
            "pg_basebackup",
            f"--dbname={server.url}",
            f"--pgdata={server.folder / 'base' / 'monday'}",
            "--checkpoint=fast",
        )
        server.flask("directory", "demo")
        services = connection.execute("SELECT count(*) FROM service").fetchone()
        before = connection.execute("SELECT clock_timestamp()::text").fetchone()
        assert before
        connection.execute("UPDATE service SET name = 'Broken by mistake'")
        connection.execute("SELECT pg_switch_wal()")
    assert services
    assert services[0] > 200
    server.data.rename(server.folder / "before-restore")
    shutil.copytree(server.folder / "base" / "monday", server.data, symlinks=True)
    (server.data / "recovery.signal").touch()
    account = server_account()
    if account:
        subprocess.run(["chown", "-R", f"{account.pw_uid}:{account.pw_gid}", server.data], check=True)
    server.configure("signpost-restore.conf", recovery_target_time=before[0])
    with server.running(), psycopg.connect(server.url) as connection:
        named = connection.execute(
            "SELECT count(*) FROM service WHERE name <> 'Broken by mistake'"
        ).fetchone()
        assert named == services
        assert "Messages held back" in server.flask("outbox", "hold")
        assert "services are in the index" in server.flask("directory", "reindex")
