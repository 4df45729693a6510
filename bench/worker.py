"""Measure a new worker in a process of its own: how long until it answers, and how much memory it uses."""

import json
import resource
import subprocess
import sys
import time
from pathlib import Path

from bench.measure import Stopwatch
from core.settings import ROOT


def fresh(folder: Path, queries: list[dict[str, object]]) -> dict[str, float]:
    """Start a worker over a site and let it answer the queries.

    Seconds until ready, of its first answer, and MB at its peak.
    """
    command = [
        sys.executable,
        "-m",
        "bench.worker",
        str(folder),
        "processor" if Stopwatch.read is time.thread_time else "wall",
    ]
    done = subprocess.run(
        command, input=json.dumps(queries), capture_output=True, text=True, check=True, cwd=ROOT
    )
    answer: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return answer


def _peak() -> float:
    """Return the peak memory of this process in MB."""
    # `ru_maxrss` also counts the memory of the parent at the start of this process, so it is the second
    # choice.
    status = Path("/proc/self/status")
    if status.exists():
        return next(
            int(line.split()[1]) / 1024
            for line in status.read_text().splitlines()
            if line.startswith("VmHWM")
        )
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Run in the new process."""
    read = time.thread_time if sys.argv[2] == "processor" else time.perf_counter
    started = read()
    from bench.generate import settings
    from bench.measure import stand_on_monday

    stand_on_monday()
    from app import create_app
    from directory.search.request import SearchRequest
    from directory.search.service import search

    app = create_app(settings(Path(sys.argv[1])))
    ready = read()
    took = []
    for asked in json.load(sys.stdin):
        with app.test_request_context("/"):
            before = read()
            search(SearchRequest(query=asked["query"], where=asked["where"]))
            took.append(read() - before)
    print(json.dumps({"ready": ready - started, "first": took[0], "second": took[1], "peak_mb": _peak()}))


if __name__ == "__main__":
    main()
