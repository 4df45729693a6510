"""Run a private PostgreSQL and a private Redis for tests, and install both where they are missing.

`python -m scripts.ensure_services` prints their addresses and runs them until Ctrl-C. With a command after
`--`, it runs the command with TESTS_DATABASE_URL and TESTS_REDIS_URL set. `services()` is the same for
Python.

A supervisor process starts both servers on free ports of 127.0.0.1, in a temporary folder, and waits for the
end of its standard input. The input ends however the caller ends, so that no server outlives the tests.
"""

import argparse
import json
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FOLDERS_OF_POSTGRESQL = ("/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt", "/usr")
DEBIAN_PACKAGES = {"postgresql": "postgresql", "redis": "redis-server"}
INSTALLATION = """
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
  trap 'rm -f $policy' EXIT
  printf '#!/bin/sh\\nexit 101\\n' > $policy
  chmod 0755 $policy
fi
export DEBIAN_FRONTEND=noninteractive
apt-get -qq update
apt-get -qq install -y --no-install-recommends {packages}
"""
"""Debian's packages start no service of their own where policy-rc.d answers 101 (action forbidden)."""

WHAT_TO_INSTALL = {
    "postgresql": "install PostgreSQL 15 or later (Debian: postgresql; macOS: brew install postgresql@16)",
    "redis": "install Redis 6.2 or later (Debian: redis-server; macOS: brew install redis)",
}
UNPRIVILEGED = ("postgres", "nobody")
"""Accounts under which the servers run when root starts them: PostgreSQL refuses to run as root."""

START_SECONDS = 60
STOP_SECONDS = 10
PREFIX = "signpost-services-"
WITHOUT_DURABILITY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "wal_level=minimal")
"""A test database need not survive a power failure; without these guarantees it is several times faster."""


class ServicesFailed(RuntimeError):
    """A server that is installed and does not start. The message holds the end of its log."""


@dataclass(frozen=True)
class Services:
    """The addresses of the two servers. An address is empty where its server is not installed."""

    database_url: str
    redis_url: str

    def environment(self) -> dict[str, str]:
        """Return the environment variables by which tests find the servers."""
        return {"TESTS_DATABASE_URL": self.database_url, "TESTS_REDIS_URL": self.redis_url}


def programs() -> dict[str, str]:
    """Return the paths of initdb, postgres and redis-server; '' for a program that is not on this machine."""
    found = {name: shutil.which(name) or "" for name in ("initdb", "postgres", "redis-server")}
    if found["initdb"] and found["postgres"]:
        return found
    folders = [
        folder
        for parent in map(Path, FOLDERS_OF_POSTGRESQL)
        for folder in [*parent.glob("[0-9]*/bin"), *parent.glob("postgresql*/bin"), parent / "bin"]
        if (folder / "initdb").exists() and (folder / "postgres").exists()
    ]
    if folders:
        newest = max(folders, key=lambda folder: [int(part) for part in _numbers(folder.parent.name)])
        found |= {name: str(newest / name) for name in ("initdb", "postgres")}
    return found


def _numbers(text: str) -> list[str]:
    return "".join(character if character.isdigit() else " " for character in text).split()


def missing() -> list[str]:
    """Return which of 'postgresql' and 'redis' is not installed on this machine."""
    found = programs()
    lacking = [] if found["initdb"] and found["postgres"] else ["postgresql"]
    return lacking if found["redis-server"] else [*lacking, "redis"]


def install(names: Sequence[str]) -> None:
    """Install Debian's packages without starting their own services.

    Who is not root uses sudo, where it asks for no password. Without that or apt-get, print what to install.
    Raises CalledProcessError when apt-get fails.
    """
    if not names:
        return
    as_root = _as_root()
    if as_root is None or not shutil.which("apt-get"):
        for name in names:
            print(f"Tests on {name} are left out: {WHAT_TO_INSTALL[name]}.", flush=True)
        return
    packages = [DEBIAN_PACKAGES[name] for name in names]
    print(f"Installing {' and '.join(packages)} for the tests …", flush=True)
    script = INSTALLATION.format(packages=" ".join(packages))
    subprocess.run([*as_root, "sh", "-ec", script], check=True, stdout=subprocess.DEVNULL)


def _as_root() -> list[str] | None:
    """Return what stands before a command that needs root: nothing, or sudo; None where neither will do."""
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        return None
    done = subprocess.run(["sudo", "-n", "true"], capture_output=True)
    return None if done.returncode else ["sudo", "-n"]


@contextmanager
def services() -> Iterator[Services]:
    """Run both servers while the block runs, after installing what is missing. Raises ServicesFailed."""
    install(missing())
    supervisor = subprocess.Popen(
        [sys.executable, "-m", "scripts.ensure_services", "--supervise"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,  # Ctrl-C reaches the caller alone, which then ends the supervisor's input.
    )
    assert supervisor.stdin
    assert supervisor.stdout
    try:
        answer: dict[str, Any] = json.loads(supervisor.stdout.readline() or "{}")
        if "database_url" not in answer:
            raise ServicesFailed(answer.get("problem", "the servers for the tests did not start"))
        yield Services(**answer)
    finally:
        supervisor.stdin.close()
        supervisor.wait()
        supervisor.stdout.close()


def _supervise() -> None:
    """Start both servers, print their addresses as JSON, and stop them when the standard input ends."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    _stop_left_behind()
    with ExitStack() as running:
        folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        running.callback(shutil.rmtree, folder, ignore_errors=True)
        (folder / "pids").write_text(f"{os.getpid()}\n")
        account = server_account()
        if account:
            os.chown(folder, account.pw_uid, account.pw_gid)
        found = programs()
        try:
            database_url = _postgresql(folder, account, found, running) if found["postgres"] else ""
            redis_url = _redis(folder, account, found, running) if found["redis-server"] else ""
        except (ServicesFailed, OSError) as error:
            print(json.dumps({"problem": str(error)}), flush=True)
            return
        print(json.dumps(asdict(Services(database_url, redis_url))), flush=True)
        sys.stdin.read()


def server_account() -> pwd.struct_passwd | None:
    """Return the account for the servers; None where the caller is not root and runs them itself."""
    if os.geteuid() != 0:
        return None
    for name in UNPRIVILEGED:
        with suppress(KeyError):
            return pwd.getpwnam(name)
    raise ServicesFailed(f"PostgreSQL does not run as root, and there is no account {UNPRIVILEGED}")


def run_as(account: pwd.struct_passwd | None) -> dict[str, Any]:
    """Return the arguments of Popen that drop root's rights in the child process."""
    if not account:
        return {}
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _postgresql(
    folder: Path, account: pwd.struct_passwd | None, found: Mapping[str, str], running: ExitStack
) -> str:
    """Start PostgreSQL and return the URL of its database `postgres`.

    The databases sort by the rules of British English where the version can, as a council's server does.
    """
    data, password, log = folder / "postgresql", secrets.token_hex(16), folder / "postgresql.log"
    (folder / "password").write_text(password)
    (folder / "password").chmod(0o644)
    version = subprocess.run([found["postgres"], "--version"], capture_output=True, text=True, check=True)
    has_icu = int(_numbers(version.stdout)[0]) >= 15
    locale = ["--locale-provider=icu", "--icu-locale=en-GB"] if has_icu else []
    made = subprocess.run(
        [
            *(found["initdb"], "--pgdata", str(data), "--username=signpost", "--auth=password", "--no-sync"),
            *(f"--pwfile={folder / 'password'}", "--encoding=UTF8", "--locale=C.UTF-8", *locale),
        ],
        capture_output=True,
        text=True,
        cwd=folder,
        **run_as(account),
    )
    if made.returncode:
        raise ServicesFailed(f"initdb failed: {made.stderr[-2000:]}")
    port = free_port()
    options = [*WITHOUT_DURABILITY, "max_wal_senders=0", "max_connections=200", "unix_socket_directories="]
    options += ["listen_addresses=127.0.0.1", f"port={port}"]
    command = [found["postgres"], "-D", str(data), *(part for option in options for part in ("-c", option))]
    # A fast shutdown does not wait for clients; an immediate one does not even write what is in memory.
    _run(command, folder, log, account, running, stop=signal.SIGINT, stop_at_once=signal.SIGQUIT)
    wait_until(lambda: "ready to accept connections" in log.read_text(), log)
    return f"postgresql+psycopg://signpost:{password}@127.0.0.1:{port}/postgres"


def _redis(
    folder: Path, account: pwd.struct_passwd | None, found: Mapping[str, str], running: ExitStack
) -> str:
    """Start Redis, which stores nothing on disk, and return the URL of its first database."""
    port, password, log = free_port(), secrets.token_hex(16), folder / "redis.log"
    settings = folder / "redis.conf"
    settings.write_text(
        f'bind 127.0.0.1\nport {port}\nrequirepass {password}\nsave ""\nappendonly no\ndatabases 64\n'
        f"dir {folder}\n"
    )
    settings.chmod(0o644)
    command = [found["redis-server"], str(settings)]
    _run(command, folder, log, account, running, stop=signal.SIGTERM, stop_at_once=signal.SIGKILL)
    wait_until(lambda: "Ready to accept connections" in log.read_text(), log)
    return f"redis://:{password}@127.0.0.1:{port}/0"


def _run(
    command: Sequence[str],
    folder: Path,
    log: Path,
    account: pwd.struct_passwd | None,
    running: ExitStack,
    *,
    stop: signal.Signals,
    stop_at_once: signal.Signals,
) -> None:
    with log.open("w") as output:
        process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=output, stderr=output, **run_as(account)
        )
    with (folder / "pids").open("a") as pids:
        pids.write(f"{process.pid}\n")

    def end() -> None:
        process.send_signal(stop)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.send_signal(stop_at_once)
            process.wait()

    running.callback(end)


def wait_until(ready: Any, log: Path) -> None:
    """Wait until `ready` returns True. Raises ServicesFailed with the end of the log after START_SECONDS."""
    end = time.monotonic() + START_SECONDS
    while not ready():
        if time.monotonic() > end:
            raise ServicesFailed(f"{log.stem} did not start: {log.read_text()[-2000:]}")
        time.sleep(0.05)


def free_port() -> int:
    """Return a port of 127.0.0.1 that nothing uses now."""
    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        port: int = chosen.getsockname()[1]
        return port


def _stop_left_behind() -> None:
    """Stop the servers of a supervisor that was killed, and delete its folder."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        try:
            supervisor, *servers = map(int, (folder / "pids").read_text().split())
        except (OSError, ValueError):
            continue
        if _command_of(supervisor):
            continue
        for server in servers:
            # The number may belong to another process by now: only a server of this folder is stopped.
            if str(folder) in _command_of(server):
                os.kill(server, signal.SIGQUIT if "postgres" in _command_of(server) else signal.SIGTERM)
        shutil.rmtree(folder, ignore_errors=True)


def _command_of(process: int) -> str:
    shown = subprocess.run(["ps", "-ww", "-o", "args=", "-p", str(process)], capture_output=True, text=True)
    return shown.stdout.strip()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the servers for a command, or until Ctrl-C. Return the command's exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--supervise", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("command", nargs="*", help="a command to run while the servers run")
    chosen = parser.parse_args(arguments)
    if chosen.supervise:
        _supervise()
        return 0
    with services() as running:
        if chosen.command:
            return subprocess.run(chosen.command, env={**os.environ, **running.environment()}).returncode
        for name, value in running.environment().items():
            print(f"export {name}={value}", flush=True)
        with suppress(KeyboardInterrupt):
            signal.pause()
    return 0


if __name__ == "__main__":
    sys.exit(main())
