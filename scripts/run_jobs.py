"""Run the regular jobs beside `make run`, and start them again when their process ends.

`python -m scripts.run_jobs` ends when it is told to, or when the process that started it ends. A unit of
systemd (deploy/signpost-jobs.service) does the same for a site that people use.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent

FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0
"""Seconds before a new start: twice as long after each run that ended soon, and short again after a long run.
"""

LONG_RUN = 60.0
"""A process that ran for so many seconds had started well."""

_LOOK = 0.2
"""Seconds between two looks at the process and at the one that started this one."""


class Supervisor:
    """Keeps one process of a command running. `parent` is the process whose end is the end of all."""

    def __init__(self, command: Sequence[str], parent: int) -> None:
        self._command, self._parent = command, parent
        self._told_to_stop = False

    def stop(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        """End the process, and start no other. Can be a handler of signals."""
        self._told_to_stop = True

    def run(self) -> None:
        """Run the command again and again until `stop` is called or the parent has ended."""
        wait = FIRST_WAIT
        while not self._is_over():
            started = time.monotonic()
            code = self._run_once()
            if self._is_over():
                return
            if time.monotonic() - started >= LONG_RUN:
                wait = FIRST_WAIT
            print(
                f"The jobs ended with {code}; they start again in {wait:.0f} s.", file=sys.stderr, flush=True
            )
            self._sleep(wait)
            wait = min(LONGEST_WAIT, 2 * wait)

    def _is_over(self) -> bool:
        # A process whose parent has ended gets another parent.
        return self._told_to_stop or os.getppid() != self._parent

    def _run_once(self) -> int:
        process = subprocess.Popen(self._command, cwd=ROOT)
        while True:
            try:
                return process.wait(_LOOK)
            except subprocess.TimeoutExpired:
                if self._is_over():
                    process.terminate()
                    return process.wait()

    def _sleep(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end and not self._is_over():
            time.sleep(_LOOK)


def main() -> int:
    """Keep `flask jobs run` running. It ends by itself where this process is killed."""
    jobs = (sys.executable, "-m", "flask", "--app", "app", "jobs", "run", "--parent", str(os.getpid()))
    supervisor = Supervisor(jobs, os.getppid())
    signal.signal(signal.SIGTERM, supervisor.stop)
    signal.signal(signal.SIGINT, supervisor.stop)
    supervisor.run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
