"""Runs the files of deploy/ as they stand, inside namespaces of their own, and prints what was seen as JSON.

Called as `unshare --mount --net --pid --fork --kill-child --mount-proc python -m tests.integration.deploy.machine`.
Inside, the project lies at /opt/signpost, the settings and a certificate at /etc/signpost, the data at
/var/lib/signpost; nothing of it is seen outside, and the ports 80 and 443 are those of the namespace.
"""

import json
import os
import pwd
import shlex
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
HOST = "signpost.example.org"
PROJECT, SETTINGS, DATA = Path("/opt/signpost"), Path("/etc/signpost"), Path("/var/lib/signpost")
PYTHON = PROJECT / ".venv/bin/python"

SLOW_SENDERS = 16
"""More than the web workers have threads."""


def unit_line(unit: str, name: str) -> list[str]:
    """Return a command of a unit file, such as ExecStart, as its arguments. Raises ValueError without one."""
    for line in (ROOT / "deploy" / unit).read_text(encoding="utf-8").splitlines():
        if line.startswith(f"{name}="):
            return shlex.split(line.removeprefix(f"{name}="))
    raise ValueError(f"{unit} has no {name}")


def environment() -> dict[str, str]:
    """Return the environment that EnvironmentFile gives, with the search path of systemd."""
    lines = (SETTINGS / "signpost.env").read_text(encoding="utf-8").splitlines()
    named = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    return {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", **named}


@cache
def account() -> str:
    """Return the account that runs the units: nobody, because an account signpost is not on this machine.

    Where nobody may not run the interpreter, because it lies in the home of root, it is root.
    """
    try:
        subprocess.run([PYTHON, "-c", ""], check=True, user="nobody")
    except (PermissionError, subprocess.CalledProcessError):
        return "root"
    return "nobody"


def _mount(*arguments: str | Path) -> None:
    subprocess.run(["mount", *map(str, arguments)], check=True)


def prepare() -> None:
    """Lay out the machine as docs/operating.md says."""
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    _mount("--make-rprivate", "/")
    # An empty /opt of the namespace's own, so that its folders need not exist outside.
    for folder in ("/opt", "/srv", "/run", "/var/log", "/var/lib", "/etc/nginx/sites-enabled"):
        if folder == "/srv":
            _mount("--bind", ROOT, "/srv")
            continue
        _mount("-t", "tmpfs", "-o", "mode=0755", "tmpfs", folder)
    PROJECT.mkdir()
    _mount("--bind", "/srv", PROJECT)
    _mount("-t", "tmpfs", "-o", "mode=0755", "tmpfs", "/mnt")
    (Path("/mnt") / "tls").mkdir()
    SETTINGS.mkdir(exist_ok=True)
    _mount("--bind", "/mnt", SETTINGS)
    (SETTINGS / "signpost.env").write_bytes((ROOT / "deploy" / "signpost.env").read_bytes())
    key, certificate = SETTINGS / "tls" / "key.pem", SETTINGS / "tls" / "certificate.pem"
    subject = ("-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}")
    made = ("openssl", "req", "-x509", "-nodes", "-newkey", "rsa:2048", "-days", "1", *subject)
    subprocess.run([*made, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    DATA.mkdir(mode=0o700)
    os.chown(DATA, pwd.getpwnam(account()).pw_uid, -1)
    for folder in ("/var/log/nginx", "/var/lib/nginx"):
        Path(folder).mkdir()
    site = Path("/etc/nginx/sites-enabled/signpost")
    site.write_bytes((ROOT / "deploy" / "signpost.nginx.conf").read_bytes())


def flask(*command: str) -> str:
    """Run a command of the site as the units' account and return what it printed."""
    arguments = [PYTHON, "-m", "flask", "--app", "app", *command]
    done = subprocess.run(
        arguments, cwd=PROJECT, env=environment(), user=account(), umask=0o077, capture_output=True, text=True
    )
    if done.returncode != 0:
        raise RuntimeError(f"{command} ended with {done.returncode}: {done.stderr[-2000:]}")
    return done.stdout


@contextmanager
def started(unit: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run the ExecStart of a unit while the block runs, and end it as systemd does, with SIGTERM."""
    process = subprocess.Popen(
        unit_line(unit, "ExecStart"), cwd=PROJECT, env=environment(), user=account(), umask=0o077
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=60)


def wait_for(port: int, seconds: float = 60) -> None:
    """Wait until a server accepts connections. Raises TimeoutError."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(f"nothing listens on port {port}")


def wait_until_live(seconds: float = 120) -> None:
    """Wait until a web worker answers through nginx. Raises TimeoutError."""
    end = time.monotonic() + seconds
    while get("/health/live")[0].status != 200:
        if time.monotonic() > end:
            raise TimeoutError("no web worker answers")
        time.sleep(0.3)


def get(path: str, host: str = HOST, headers: Mapping[str, str] | None = None) -> tuple[HTTPResponse, bytes]:
    """Return the answer to GET over HTTPS, with the site's certificate checked."""
    trusted = ssl.create_default_context(cafile=str(SETTINGS / "tls" / "certificate.pem"))
    connection = HTTPSConnection(HOST, context=trusted, timeout=60)
    plain = socket.create_connection(("127.0.0.1", 443), timeout=60)
    connection.sock = trusted.wrap_socket(plain, server_hostname=HOST)
    connection.request("GET", path, headers={"Host": host, **(headers or {})})
    answer = connection.getresponse()
    return answer, answer.read()


def slow_senders() -> list[socket.socket]:
    """Return connections that each have begun a POST and do not end it."""
    opened = []
    for _ in range(SLOW_SENDERS):
        connection = ssl._create_unverified_context().wrap_socket(
            socket.create_connection(("127.0.0.1", 443), timeout=60), server_hostname=HOST
        )
        connection.sendall(
            f"POST /find HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            "Content-Length: 1000\r\n\r\nq=".encode()
        )
        opened.append(connection)
    return opened


def walk() -> dict[str, Any]:
    """Start the units and nginx, use the site through nginx, and return what was seen."""
    seen: dict[str, Any] = {"init": flask("init")}
    subprocess.run(["nginx", "-t"], check=True, capture_output=True)
    nginx = subprocess.Popen(["nginx", "-g", "daemon off;"])
    with started("signpost-web.service") as web, started("signpost-jobs.service") as jobs:
        try:
            wait_for(443)
            wait_until_live()
            connection = HTTPConnection("127.0.0.1", 80, timeout=60)
            connection.request("GET", "/find?q=x", headers={"Host": HOST})
            answer = connection.getresponse()
            seen["http"] = [answer.status, answer.headers["Location"]]
            for name, path in (("home", "/"), ("urgent", "/urgent-help"), ("search", "/find?q=secretword")):
                answer, body = get(path)
                seen[name] = [answer.status, HOST.encode() in body or b"<h1" in body]
            seen["cookie"] = get("/contact")[0].headers.get("Set-Cookie", "")
            waiting = slow_senders()
            seen["while slow"] = get("/urgent-help")[0].status
            for slow in waiting:
                slow.close()
            seen["ready"] = _ready()
            seen["foreign host"] = _foreign_host()
            # SIGHUP reads the content again, as ExecReload does.
            reload = [
                word.replace("$MAINPID", str(web.pid))
                for word in unit_line("signpost-web.service", "ExecReload")
            ]
            subprocess.run(reload, check=True)
            wait_until_live()
            seen["after reload"] = get("/")[0].status
            seen["jobs"] = flask("jobs", "list")
            seen["running"] = [web.poll(), jobs.poll()]
        finally:
            nginx.terminate()
            nginx.wait()
    seen["ended"] = [web.returncode, jobs.returncode]
    seen["log"] = Path("/var/log/nginx/signpost.log").read_text(encoding="utf-8")
    seen["private"] = sorted(oct(path.stat().st_mode & 0o077) for path in DATA.iterdir())
    return seen


def _ready() -> list[Any]:
    """Return status and body of /health/ready, once the jobs have run for the first time."""
    end = time.monotonic() + 30
    while True:
        answer, body = get("/health/ready")
        if answer.status == 200 or time.monotonic() > end:
            return [answer.status, body.decode()]
        time.sleep(0.5)


def _foreign_host() -> str:
    try:
        return str(get("/", host="evil.example.com")[0].status)
    except (ConnectionError, OSError) as error:
        return type(error).__name__


if __name__ == "__main__":
    prepare()
    json.dump(walk(), sys.stdout)
