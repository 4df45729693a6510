"""What a real gunicorn writes to its log when clients send malformed requests."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from core.settings import ROOT

CANARY = "canary-8472"
MALFORMED = {
    "no method": f"?q={CANARY} /find HTTP/1.1\r\n\r\n",
    "bad version": f"GET /find?q={CANARY} HTTP/9.x\r\n\r\n",
    "bad header": f"GET /find?q={CANARY} HTTP/1.1\r\nHost: localhost\r\nBad Header {CANARY}\r\n\r\n",
    "bad header name": f"GET /find?q={CANARY} HTTP/1.1\r\nHost: localhost\r\nB@d {CANARY}: x\r\n\r\n",
    "bad chunk": f"POST /find?q={CANARY} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
    f"{CANARY}\r\n",
    "two lengths": f"POST /come-back/{CANARY} HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: {CANARY}"
    "\r\n\r\n",
    "long line": f"GET /find?q={CANARY}{'x' * 9000} HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "good": f"GET /find?q={CANARY} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
}
FAILING = """
def application(environ, start_response):
    raise RuntimeError("text of the failure " + environ["QUERY_STRING"])
"""


def answers(port: int, requests: dict[str, str]) -> dict[str, bytes]:
    """Send each request as it is, and return the first line of each answer."""
    found = {}
    for name, request in requests.items():
        with socket.create_connection(("127.0.0.1", port), timeout=60) as client:
            client.sendall(request.encode())
            client.shutdown(socket.SHUT_WR)
            found[name] = client.makefile("rb").readline()
    return found


def log_of(
    folder: Path, application: str, requests: dict[str, str], *more: str
) -> tuple[dict[str, bytes], str]:
    """Run gunicorn with an application and the requests; return the answers and the whole log."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        command = [sys.executable, "-m", "gunicorn", "--config", str(ROOT / "gunicorn.conf.py")]
        command += ["--bind", f"fd://{listener.fileno()}", "--threads", "2", *more, application]
        environment = {
            **os.environ,
            "PYTHONPATH": f"{ROOT}{os.pathsep}{folder}",
            "SIGNPOST_DATA_DIR": str(folder),
        }
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(
                command, cwd=folder, env=environment, pass_fds=[listener.fileno()], stdout=log, stderr=log
            )
            try:
                found = answers(port, requests)
                time.sleep(0.2)
            finally:
                process.terminate()
                process.wait(30)
    return found, (folder / "log").read_text()


@pytest.mark.both_databases
@pytest.mark.slow
def test_no_malformed_request_is_quoted(tmp_path: Path) -> None:
    (tmp_path / "failing.py").write_text(FAILING)
    found, log = log_of(tmp_path, "failing:application", MALFORMED, "--access-logfile", "-")
    assert {name: line.split(b" ")[1] for name, line in found.items() if name != "good"} == {
        "no method": b"400",
        "bad version": b"400",
        "bad header": b"400",
        "bad header name": b"400",
        "bad chunk": b"500",
        "two lengths": b"400",
        "long line": b"414",
    }
    assert CANARY not in log
    assert "127.0.0.1:" not in log.replace("Listening at", "").split("Booting")[-1]
    assert log.count("Invalid request from a client (not shown)") >= 5
    assert "Error handling request a client (not shown): RuntimeError at" in log
    assert " GET 500 " in log


@pytest.mark.slow
def test_the_whole_application_quotes_nothing_either(tmp_path: Path) -> None:
    found, log = log_of(
        tmp_path, "app:create_app()", MALFORMED, "--access-logfile", "-", "--log-level", "debug"
    )
    assert found["good"].startswith(b"HTTP/1.1 ")
    assert CANARY not in log
