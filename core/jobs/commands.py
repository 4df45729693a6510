"""`flask --app app jobs`: run the regular jobs until the process is told to stop, or show them."""

import os
import signal
import threading
from collections.abc import Iterator
from types import FrameType

import click
from flask import current_app
from flask.cli import with_appcontext

from core.jobs.queries import job_statuses
from core.jobs.runner import Runner

_GRACE = 8.0
"""Seconds that running jobs have to end after a signal."""


@click.group("jobs")
def jobs_group() -> None:
    """Regular work beside the web workers: send messages, delete what has expired, and so on."""


@jobs_group.command("run")
@click.option("--once", is_flag=True, help="Run what is due, then end.")
@click.option("--parent", type=int, help="End when the process with this id, which started this one, ends.")
@with_appcontext
def run_command(once: bool, parent: int | None) -> None:
    """Run the regular jobs until SIGTERM or SIGINT.

    Several processes may run: each job runs in one of them at a time.
    """
    runner = Runner(current_app._get_current_object())  # type: ignore[attr-defined]
    if once:
        click.echo(", ".join(runner.run_once()) or "Nothing was due.")
        return

    def stop(_signal: int, _frame: FrameType | None) -> None:
        runner.stop()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    if parent is not None:
        _stop_with_parent(runner, parent)
    if not runner.run(_GRACE):
        click.echo("A job did not end in time; it goes on where it was at the next start.", err=True)


def _stop_with_parent(runner: Runner, parent: int) -> None:
    def watch() -> None:
        # A process whose parent has ended gets another parent.
        while not runner.stopping and os.getppid() == parent:
            threading.Event().wait(1)
        runner.stop()

    threading.Thread(target=watch, daemon=True).start()


@jobs_group.command("list")
@with_appcontext
def list_command() -> None:
    """Show each job, when it last succeeded, and whether it is late."""
    for line in job_lines():
        click.echo(line)


def job_lines() -> Iterator[str]:
    """Yield a line for each job of the current application."""
    for status in job_statuses(current_app._get_current_object()):  # type: ignore[attr-defined]
        when = f"{status.succeeded_at:%Y-%m-%d %H:%M:%S} UTC" if status.succeeded_at else "never"
        remarks = [f"last success {when}"]
        remarks += ["running"] if status.running else []
        remarks += ["LATE"] if status.late else []
        remarks += [f"failed {status.failures} times in a row"] if status.failures else []
        remarks += [status.detail] if status.detail else []
        yield f"{status.name}: {'; '.join(remarks)}"
