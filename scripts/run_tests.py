"""Run the tests in shares, each with a time limit to keep to, and print how long each share and the slowest
tests took.

`make test` runs every share without the tests marked `slow`; `make test-slow` runs those, and property tests
with all their examples (see tests/examples.py). `make coverage` runs the unit and integration shares once
more, with the slow tests for both databases, and measures their branch coverage, which takes about twice
their time. A share over its limit is printed with a warning, because a busy machine must not fail a change; a
failed test fails the run.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from xml.etree import ElementTree

from scripts.ensure_services import services

ROOT = Path(__file__).resolve().parent.parent
SLOWEST = 10

STATIC = (
    ("mypy",),
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("lint-imports",),
    ("djlint", "--lint", "--quiet", "templates"),
    ("python", "scripts/build_assets.py", "--lint"),
)
"""The static checks, as commands of the virtual environment, the longest first. The last one runs stylelint
and eslint."""
WITHOUT_CACHE = "--num-workers=2"
"""The option of mypy in a new clone, where two processes are quicker. With a cache they only take time to start."""


@dataclass(frozen=True)
class Share:
    """One part of the run.

    `limit`: seconds on two cores with everything installed. `paths`: none for the static checks. `services`:
    the tests run on PostgreSQL and Redis; those marked `both_databases` in a quick run. A slow run adds all that
    are not marked `slow`, with few examples: the rules are proved with all of them on SQLite.
    """

    name: str
    limit: int
    paths: tuple[str, ...] = ()
    coverage: bool = False
    services: bool = False


STATIC_AND_UNIT_SECONDS = 90
SHARES = (
    Share("static checks", 25),
    Share(
        "unit and content tests", STATIC_AND_UNIT_SECONDS - 25, ("tests/unit", "tests/content"), coverage=True
    ),
    Share("integration on SQLite", 120, ("tests/integration",), coverage=True),
    Share("PostgreSQL and Redis", 60, ("tests/integration",), services=True),
    Share("browser", 180, ("tests/e2e",)),
)
SLOW_LIMIT = 1800
"""Seconds for each share of the slow tests."""


@dataclass(frozen=True)
class Timing:
    """What a share took: seconds on the clock, seconds of processor time with all child processes, and
    whether it passed."""

    share: Share
    clock: float
    processor: float
    passed: bool


def processor_seconds() -> float:
    """Return the processor time of all child processes that have ended, in seconds."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def commands(share: Share, reports: Path, marked: str, *, coverage: bool = False) -> list[list[str]]:
    """Return the commands of a share.

    Tests write a JUnit report into `reports`; `marked` chooses tests by their markers.
    """
    if not share.paths:
        mypy, *others = STATIC
        if not (ROOT / ".mypy_cache").exists():
            mypy = (*mypy, WITHOUT_CACHE)
        return [[str(Path(sys.executable).with_name(name)), *rest] for name, *rest in (mypy, *others)]
    tests = [sys.executable, "-m", "pytest", "-n", "auto", "--dist", "worksteal", "-m", marked]
    tests += [f"--junit-xml={reports / share.name.replace(' ', '-')}.xml"]
    if coverage:
        # The floor is for all shares together, so no single share is held to it.
        tests += ["--cov", "--cov-append", "--cov-report=", "--cov-fail-under=0"]
    return [[*tests, *share.paths]]


def marked_tests(share: Share, *, slow: bool, coverage: bool = False) -> str:
    """Return the expression that chooses the tests of a share by their markers."""
    if coverage:
        # What the slow tests of both databases reach is reached by no other test of this run.
        return "not slow or both_databases"
    if share.services:
        return "both_databases or not slow" if slow else "both_databases and not slow"
    # Hypothesis marks property tests by itself; a slow run tries all their examples.
    return "slow or hypothesis" if slow else "not slow"


def run_on_servers(share: Share, commands: Sequence[Sequence[str]], environment: dict[str, str]) -> Timing:
    """Run a share on a private PostgreSQL and Redis; say aloud where a server is not installed.

    On a machine of continuous integration, which sets CI, tests that were left out are a failure.
    """
    started = time.monotonic()
    with services() as servers:
        if servers.database_url and servers.redis_url:
            timing = run(share, commands, environment | servers.environment())
        else:
            print(f"--- {share.name}: LEFT OUT, because a server is not installed (see above)", flush=True)
            timing = Timing(share, 0, 0, passed=environment.get("CI", "") in ("", "false"))
    return replace(timing, clock=time.monotonic() - started)


def run(share: Share, commands: Sequence[Sequence[str]], environment: dict[str, str]) -> Timing:
    """Run all commands of a share, also after one of them has failed. Prints what they print."""
    print(f"--- {share.name}", flush=True)
    clock, processor = time.monotonic(), processor_seconds()
    if len(commands) == 1:
        codes = [subprocess.run(commands[0], cwd=ROOT, env=environment).returncode]
    else:
        codes = run_side_by_side(commands, environment)
    # pytest ends with 5 where no test of the share has the marker.
    passed = all(code == 0 or (code == 5 and bool(share.paths)) for code in codes)
    return Timing(share, time.monotonic() - clock, processor_seconds() - processor, passed)


def run_side_by_side(commands: Sequence[Sequence[str]], environment: dict[str, str]) -> list[int]:
    """Run commands, as many at once as there are processors; return their exit codes in the same order.

    The output of each is printed in one piece when it has ended, under its name where it has failed.
    """

    def run_one(command: Sequence[str]) -> int:
        done = subprocess.run(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        failed = f"FAILED: {Path(command[0]).name} {' '.join(command[1:])}\n" if done.returncode else ""
        print(failed + (done.stdout or ""), end="", flush=True)
        return done.returncode

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(run_one, commands))


def slowest(reports: Path, most: int = SLOWEST) -> list[tuple[float, str]]:
    """Return the slowest tests of all JUnit reports with their seconds, set-up included, the slowest
    first."""
    found = [
        (float(case.get("time", 0)), f"{case.get('classname')}::{case.get('name')}")
        for report in sorted(reports.glob("*.xml"))
        for case in ElementTree.parse(report).iter("testcase")
    ]
    return sorted(found, reverse=True)[:most]


def summary(timings: Sequence[Timing], tests: Sequence[tuple[float, str]]) -> Iterator[str]:
    """Yield the lines of the report: the time of each share against its limit, the total, and the slowest
    tests."""
    yield "Time of each share          clock  processor  limit (seconds)"
    for timing in timings:
        notes = [] if timing.passed else ["FAILED"]
        notes += ["over its limit"] if timing.clock > timing.share.limit else []
        numbers = f"{timing.clock:7.0f}{timing.processor:11.0f}{timing.share.limit:7}"
        yield f"  {timing.share.name:24}{numbers}  {', '.join(notes)}".rstrip()
    total = sum(timing.clock for timing in timings), sum(timing.processor for timing in timings)
    yield f"  {'together':24}{total[0]:7.0f}{total[1]:11.0f}"
    if tests:
        yield f"The {len(tests)} slowest tests"
    for seconds, name in tests:
        yield f"{seconds:8.1f} s  {name}"


def coverage_passes(environment: dict[str, str]) -> bool:
    """Print the branch coverage of the shares that measure it; return whether it reaches the floor in
    pyproject.toml."""
    command = [sys.executable, "-m", "coverage", "report", "--skip-covered", "--sort=cover"]
    report = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    # The files with the lowest coverage come first; the last lines hold the total and the verdict.
    lines = report.stdout.splitlines()
    print("\n".join([*lines[:12], *lines[-3:]] if len(lines) > 15 else lines), report.stderr, flush=True)
    return report.returncode == 0


def chosen_shares(*, slow: bool, static: bool, coverage: bool) -> list[Share]:
    """Return the shares of a run, the slow ones and those with coverage with a limit of their own."""
    if static:
        return [share for share in SHARES if not share.paths]
    if coverage:
        return [replace(share, limit=SLOW_LIMIT) for share in SHARES if share.coverage]
    if slow:
        return [replace(share, limit=SLOW_LIMIT) for share in SHARES if share.paths]
    return list(SHARES)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the shares; return 0 where everything passed, otherwise 1."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    which = parser.add_mutually_exclusive_group()
    which.add_argument(
        "--slow", action="store_true", help="run the tests marked slow, and property tests with all examples"
    )
    which.add_argument("--static", action="store_true", help="run the static checks, and only those")
    which.add_argument("--coverage", action="store_true", help="measure the coverage of the tests")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="signpost-tests-") as folder:
        # The demonstration site is built once for all shares: see shared_root in tests/conftest.py.
        reports = Path(folder)
        environment = {**os.environ, "TESTS_SHARED_ROOT": folder, "COVERAGE_FILE": str(reports / "coverage")}
        # Otherwise every process, and every server of a test, compiles all modules for itself.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        timings = [
            (run_on_servers if share.services else run)(
                share,
                commands(
                    share,
                    reports,
                    marked_tests(share, slow=chosen.slow, coverage=chosen.coverage),
                    coverage=chosen.coverage,
                ),
                environment | ({"TESTS_THOROUGH": "1"} if chosen.slow and not share.services else {}),
            )
            for share in chosen_shares(**vars(chosen))
        ]
        covered = coverage_passes(environment) if chosen.coverage else True
        print("\n".join(summary(timings, slowest(reports))), flush=True)
    return 0 if covered and all(timing.passed for timing in timings) else 1


if __name__ == "__main__":
    sys.exit(main())
