"""Messages with real processes: gunicorn, the jobs runner, several senders, and mail servers that hang."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from http.cookiejar import CookieJar
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from core import clock
from core.db import db
from core.outbox.messages import Email
from core.outbox.models import OutboxMessage
from core.outbox.services import send_email
from core.settings import ROOT, Settings
from tests.smtp_server import Faults, MailServer, mail_server

pytestmark = pytest.mark.slow

SECONDS = 120
"""How long anything may take on a busy machine before a test fails."""

SENDER = """
import sys
from app import create_app
from core.db import db
from core.outbox.sender import send_due
app = create_app()
with app.app_context():
    print("ready", flush=True)
    sys.stdin.readline()
    send_due(db.session, app.extensions["settings"])
"""


@pytest.fixture(autouse=True)
def real_time(frozen: object) -> None:
    """Let the clock run, as it does in the processes."""
    clock.set_clock(None)


def environment(settings: Settings, server: MailServer, **more: str) -> dict[str, str]:
    return {
        **os.environ,
        "SIGNPOST_DATA_DIR": str(settings.data_dir),
        "SIGNPOST_DATABASE_URL": settings.database_url,
        "SIGNPOST_COOKIE_SECURE": "false",
        "SIGNPOST_EMAIL_BACKEND": "smtp",
        "SIGNPOST_SMTP_URL": f"smtp://127.0.0.1:{server.port}",
        "SIGNPOST_SMTP_PLAIN_ON_LOOPBACK": "true",
        **more,
    }


def wait_until(condition: Callable[[], object], what: str) -> None:
    until = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < until, what
        time.sleep(0.1)


@contextmanager
def running(command: list[str], env: dict[str, str], **more: object) -> Iterator[subprocess.Popen[str]]:
    """Run a command, and end it with SIGKILL if the test has not ended it."""
    process = subprocess.Popen(command, cwd=ROOT, env=env, text=True, **more)  # type: ignore[call-overload]
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def jobs(env: dict[str, str]) -> AbstractContextManager[subprocess.Popen[str]]:
    return running([sys.executable, "-m", "flask", "--app", "app", "jobs", "run"], env)


def senders(number: int, env: dict[str, str]) -> list[subprocess.Popen[str]]:
    """Start processes that send what is due, and let them begin at the same moment."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    found = [
        subprocess.Popen([sys.executable, "-c", SENDER], cwd=ROOT, env=env, **pipes)  # type: ignore[call-overload]
        for _ in range(number)
    ]
    for process in found:
        assert process.stdout.readline() == "ready\n"
    for process in found:
        process.stdin.write("\n")
        process.stdin.flush()
    return found


def queue(app: Flask, *recipients: str) -> None:
    with app.app_context():
        settings: Settings = app.extensions["settings"].model_copy(update={"email_backend": "smtp"})
        for recipient in recipients:
            send_email(db.session, settings, Email(recipient, "Your list", "Dear Jo", "test"))


def states(app: Flask) -> list[str]:
    with app.app_context():
        return sorted(db.session.scalars(select(OutboxMessage.status)))


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def post(origin: str, path: str, fields: dict[str, str]) -> str:
    """Fill in a form as a browser does, and return the page that follows."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    page = browser.open(origin + path, timeout=SECONDS).read().decode()
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    data = urllib.parse.urlencode({**fields, "csrf_token": token[1]}).encode()
    request = urllib.request.Request(origin + path, data, {"Origin": origin})
    return str(browser.open(request, timeout=SECONDS).read().decode())


def alive(origin: str) -> bool:
    try:
        with urllib.request.urlopen(f"{origin}/health/live", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def test_a_mail_server_that_never_answers_holds_up_no_page(app: Flask, settings: Settings) -> None:
    port = free_port()
    origin = f"http://127.0.0.1:{port}"
    gunicorn = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", "1"]
    with mail_server(Faults(silent=True)) as server:
        env = environment(settings, server)
        with running([*gunicorn, "--threads", "2", "--no-control-socket", "app:create_app()"], env):
            wait_until(lambda: alive(origin), "gunicorn does not answer")
            for number in range(3):
                page = post(origin, "/my-plan/send", {"email": f"jo{number}@example.org"})
                assert "Your email is waiting to be sent" in page
        assert server.connections == 0, "a web process connected to the mail server"
        assert states(app) == ["queued"] * 3
        with jobs(env) as runner:
            wait_until(lambda: server.connections, "the runner does not send")
            runner.send_signal(signal.SIGTERM)
            # The time-out of the mail server is 20 seconds; the runner waits for it no longer than its grace.
            assert runner.wait(timeout=15) == 0
    assert set(states(app)) <= {"queued", "claimed"}


@pytest.mark.both_databases
def test_of_four_senders_at_once_each_recipient_gets_one_copy(app: Flask, settings: Settings) -> None:
    recipients = [f"person{number}@example.org" for number in range(24)]
    with mail_server() as server:
        queue(app, *recipients)
        for process in senders(4, environment(settings, server)):
            assert process.wait(timeout=SECONDS) == 0
        assert Counter(to for to, _text in server.accepted) == Counter(recipients)
    assert states(app) == ["sent"] * 24


@pytest.mark.both_databases
@pytest.mark.parametrize(("at", "outcome"), [("RCPT", "sent"), (".", "maybe_sent")])
def test_a_sender_that_is_killed_loses_nothing_and_repeats_nothing(
    app: Flask, settings: Settings, at: str, outcome: str
) -> None:
    with mail_server(Faults(replies={at: None})) as hanging:
        queue(app, "jo@example.org")
        # A claim lasts for fifteen time-outs.
        (sender,) = senders(1, environment(settings, hanging, SIGNPOST_EMAIL_TIMEOUT="1"))
        wait_until(lambda: len(hanging.accepted) or "RCPT" in str(hanging.commands), "nothing is sent")
        wait_until(lambda: at == "RCPT" or hanging.accepted, "nothing is handed over")
        sender.kill()
        sender.wait()
        copies = len(hanging.accepted)
    with mail_server() as server:
        env = environment(settings, server, SIGNPOST_EMAIL_TIMEOUT="1")
        with jobs(env):
            wait_until(lambda: states(app) == [outcome], f"the message is not {outcome}")
        assert len(server.accepted) + copies == 1


def members(group: int) -> list[int]:
    """Return the processes of a process group, except those that have ended."""
    rows = subprocess.run(["ps", "-A", "-o", "pid=,pgid=,stat="], capture_output=True, text=True, check=True)
    split = (row.split() for row in rows.stdout.splitlines())
    return [int(pid) for pid, pgid, state in split if int(pgid) == group and not state.startswith("Z")]


def command_of(pid: int) -> str:
    shown = subprocess.run(["ps", "-p", str(pid), "-o", "args="], capture_output=True, text=True, check=False)
    return shown.stdout


def runners(group: int) -> list[int]:
    """Return the processes of the jobs runner in a process group."""
    return [pid for pid in members(group) if "jobs run" in command_of(pid)]


def parent_of(pid: int) -> int:
    shown = subprocess.run(["ps", "-p", str(pid), "-o", "ppid="], capture_output=True, text=True, check=True)
    return int(shown.stdout)


@pytest.mark.parametrize("end", ["Ctrl-C", "gunicorn is killed"])
def test_make_serve_keeps_the_runner_and_leaves_no_orphan(
    settings: Settings, tmp_path: Path, end: str
) -> None:
    port = free_port()
    command = ["make", "serve", f"PORT={port}", f"PYTHON={sys.executable}"]
    log = tmp_path / "log"
    with mail_server() as server, log.open("w") as output:
        env = environment(settings, server)
        more = {"start_new_session": True, "stdout": output, "stderr": subprocess.STDOUT}
        with running(command, env, **more) as make:
            try:
                wait_until(lambda: alive(f"http://127.0.0.1:{port}"), log.read_text())
                (first,) = runners(make.pid)
                os.kill(first, signal.SIGKILL)
                wait_until(lambda: set(runners(make.pid)) - {first}, "no other runner started")
                (second,) = runners(make.pid)
                if end == "Ctrl-C":
                    os.killpg(make.pid, signal.SIGINT)
                else:
                    os.kill(parent_of(parent_of(second)), signal.SIGKILL)
                wait_until(lambda: members(make.pid) in ([], [make.pid]), str(log.read_text()))
            finally:
                for pid in members(make.pid):
                    os.kill(pid, signal.SIGKILL)
