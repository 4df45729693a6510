"""The process that keeps the jobs runner running."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from scripts import run_jobs
from scripts.run_jobs import Supervisor

COUNTING = "import pathlib, sys; open(sys.argv[1], 'a').write('started\\n')"
WAITING = (
    "import os, pathlib, sys, time; pathlib.Path(sys.argv[1]).write_text(str(os.getpid())); time.sleep(60)"
)


def command(program: str, path: Path) -> list[str]:
    return [sys.executable, "-c", program, str(path)]


def until(condition: Callable[[], object]) -> None:
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def is_running(pid: int) -> bool:
    shown = subprocess.run(["ps", "-p", str(pid), "-o", "stat="], capture_output=True, text=True)
    return shown.stdout.strip()[:1] not in ("", "Z")


@contextmanager
def supervised(supervisor: Supervisor) -> Iterator[threading.Thread]:
    thread = threading.Thread(target=supervisor.run)
    thread.start()
    try:
        yield thread
    finally:
        supervisor.stop()
        thread.join(30)
        assert not thread.is_alive()


def test_waits_grow_after_runs_that_end_soon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    supervisor = Supervisor(command(COUNTING, tmp_path / "starts"), os.getppid())

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 4:
            supervisor.stop()

    monkeypatch.setattr(supervisor, "_sleep", sleep)
    monkeypatch.setattr(run_jobs, "LONGEST_WAIT", 4.0)
    supervisor.run()
    assert waits == [1, 2, 4, 4]
    assert len((tmp_path / "starts").read_text().splitlines()) == 4


def test_the_wait_is_short_again_after_a_long_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    supervisor = Supervisor(command(COUNTING, tmp_path / "starts"), os.getppid())

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        monkeypatch.setattr(run_jobs, "LONG_RUN", 0.0 if len(waits) == 2 else 60.0)
        if len(waits) == 4:
            supervisor.stop()

    monkeypatch.setattr(supervisor, "_sleep", sleep)
    supervisor.run()
    assert waits == [1, 2, 1, 2]


def test_a_process_that_is_killed_is_replaced_and_the_last_one_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_jobs, "FIRST_WAIT", 0.01)
    file = tmp_path / "pid"
    with supervised(Supervisor(command(WAITING, file), os.getppid())):
        until(lambda: file.exists() and file.read_text())
        first = file.read_text()
        os.kill(int(first), signal.SIGKILL)
        until(lambda: file.read_text() not in ("", first))
        second = int(file.read_text())
    assert not is_running(second)


def test_all_end_when_the_process_that_started_it_ends(tmp_path: Path) -> None:
    file = tmp_path / "pid"
    program = (
        "import os, sys, subprocess\n"
        "from scripts.run_jobs import Supervisor\n"
        "Supervisor(sys.argv[1:], os.getppid()).run()\n"
    )
    shell = ["sh", "-c", '"$@" & wait', "sh", sys.executable, "-c", program, *command(WAITING, file)]
    starter = subprocess.Popen(shell, cwd=run_jobs.ROOT)
    until(lambda: file.exists() and file.read_text())
    starter.kill()
    starter.wait()
    until(lambda: not is_running(int(file.read_text())))
