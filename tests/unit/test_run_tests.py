"""The runner of the tests: shares, limits, the report, and a fault in any share that fails the run."""

import subprocess
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from scripts import run_tests
from scripts.ensure_services import Services
from scripts.run_tests import (
    SHARES,
    Share,
    Timing,
    chosen_shares,
    commands,
    marked_tests,
    run_on_servers,
    slowest,
    summary,
)
from tests.examples import THOROUGH, examples

REPORT = """<testsuites><testsuite>
<testcase classname="tests.unit.one" name="test_quick" time="0.1"/>
<testcase classname="tests.unit.one" name="test_slow[x]" time="{time}"/>
</testsuite></testsuites>"""


def test_the_limits_keep_to_the_budget() -> None:
    limits = {share.name: share.limit for share in SHARES}
    assert limits["static checks"] + limits["unit and content tests"] <= 90
    assert limits["integration on SQLite"] <= 120
    assert limits["browser"] <= 180
    assert sum(limits.values()) <= 8 * 60


def test_every_test_folder_is_in_one_share() -> None:
    paths = [path for share in SHARES for path in share.paths if not share.services]
    folders = {
        f"tests/{path.name}"
        for path in Path(run_tests.ROOT, "tests").iterdir()
        if path.is_dir() and any(path.rglob("test_*.py"))
    }
    assert sorted(paths) == sorted(folders)


def test_the_slowest_tests_of_all_shares_come_first(tmp_path: Path) -> None:
    (tmp_path / "one.xml").write_text(REPORT.format(time="7.5"))
    (tmp_path / "two.xml").write_text(REPORT.format(time="9.25"))
    assert slowest(tmp_path, 3) == [
        (9.25, "tests.unit.one::test_slow[x]"),
        (7.5, "tests.unit.one::test_slow[x]"),
        (0.1, "tests.unit.one::test_quick"),
    ]


def test_the_report_names_failures_and_shares_over_their_limit() -> None:
    timings = [
        Timing(Share("quick", 10), clock=5, processor=4, passed=True),
        Timing(Share("late", 10), clock=11, processor=4, passed=True),
        Timing(Share("broken", 10), clock=5, processor=4, passed=False),
    ]
    lines = list(summary(timings, [(9.25, "one")]))
    by_name = {line.split()[0]: line for line in lines}
    assert by_name["quick"].endswith("10")
    assert by_name["late"].endswith("over its limit")
    assert by_name["broken"].endswith("FAILED")
    assert by_name["together"].split() == ["together", "21", "12"]
    assert lines[-1].split() == ["9.2", "s", "one"]


def test_slow_tests_are_chosen_by_their_marker(tmp_path: Path) -> None:
    [command] = commands(Share("browser", 180, ("tests/e2e",)), tmp_path, "not slow")
    assert command[command.index("-m", 3) + 1] == "not slow"
    assert command[-1] == "tests/e2e"


def test_only_without_a_cache_mypy_has_two_workers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_tests, "ROOT", tmp_path)
    first = commands(SHARES[0], tmp_path, "not slow")
    (tmp_path / ".mypy_cache").mkdir()
    later = commands(SHARES[0], tmp_path, "not slow")
    assert first[0] == [*later[0], "--num-workers=2"]
    assert first[1:] == later[1:]


def test_the_floor_is_for_all_shares_together(tmp_path: Path) -> None:
    [command] = commands(SHARES[1], tmp_path, "not slow", coverage=True)
    assert {"--cov", "--cov-append", "--cov-fail-under=0"} <= set(command)
    assert not any(word.startswith("--cov") for word in commands(SHARES[1], tmp_path, "not slow")[0])


def test_each_run_has_its_shares() -> None:
    def names(**chosen: bool) -> list[str]:
        return [
            share.name
            for share in chosen_shares(**{"slow": False, "static": False, "coverage": False} | chosen)
        ]

    assert names() == [share.name for share in SHARES]
    assert names(static=True) == ["static checks"]
    assert names(slow=True) == names()[1:]
    assert names(coverage=True) == names()[1:3]


@pytest.mark.parametrize(
    ("arguments", "codes", "coverage", "status"),
    [
        ([], {}, 0, 0),
        ([], {"tests/e2e": 1}, 0, 1),
        ([], {"ruff": 1}, 0, 1),
        ([], {"tests/unit": 5}, 0, 0),
        ([], {}, 2, 0),
        ([], {"both_databases": 1}, 0, 1),
        (["--slow"], {"tests/e2e": 1}, 0, 1),
        (["--static"], {"tests/e2e": 1}, 0, 0),
        (["--coverage"], {}, 0, 0),
        (["--coverage"], {}, 2, 1),
    ],
)
def test_a_planted_failure_fails_the_run(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], codes: dict[str, int], coverage: int, status: int
) -> None:
    def fake(command: list[str], **_options: Any) -> subprocess.CompletedProcess[str]:
        words = " ".join(command)
        code = next((code for part, code in codes.items() if part in words), 0)
        if "report" in command:
            code = coverage
        return subprocess.CompletedProcess(command, code, stdout="", stderr="")

    monkeypatch.setattr(run_tests.subprocess, "run", fake)
    monkeypatch.setattr(run_tests, "services", lambda: nullcontext(Services("postgresql://x", "redis://x")))
    assert run_tests.main(arguments) == status


@pytest.mark.parametrize(("arguments", "asked"), [([], None), (["--slow"], "1")])
def test_a_slow_run_asks_for_all_examples_of_property_tests(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], asked: str | None
) -> None:
    given: list[str | None] = []

    def fake(command: list[str], env: dict[str, str], **_options: Any) -> subprocess.CompletedProcess[str]:
        if "tests/unit" in command:
            given.append(env.get(THOROUGH))
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.delenv(THOROUGH, raising=False)
    monkeypatch.setattr(run_tests.subprocess, "run", fake)
    monkeypatch.setattr(run_tests, "services", lambda: nullcontext(Services("", "")))
    run_tests.main(arguments)
    assert given == [asked]


@pytest.mark.parametrize(("thorough", "few"), [(400, 80), (60, 12), (40, 10), (5, 5)])
def test_a_quick_run_tries_a_fifth_of_the_examples_and_at_least_ten(
    monkeypatch: pytest.MonkeyPatch, thorough: int, few: int
) -> None:
    monkeypatch.delenv(THOROUGH, raising=False)
    assert examples(thorough) == few
    monkeypatch.setenv(THOROUGH, "1")
    assert examples(thorough) == thorough


def test_tests_marked_for_both_databases_run_on_the_servers(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[dict[str, str]] = []

    def fake(_command: list[str], env: dict[str, str], **_options: Any) -> subprocess.CompletedProcess[str]:
        given.append(env)
        return subprocess.CompletedProcess([], 0)

    monkeypatch.setattr(run_tests.subprocess, "run", fake)
    servers = Services("postgresql://x", "redis://x")
    monkeypatch.setattr(run_tests, "services", lambda: nullcontext(servers))
    share = next(share for share in SHARES if share.services)
    assert marked_tests(share, slow=False) == "both_databases and not slow"
    assert marked_tests(share, slow=True) == "both_databases or not slow"
    assert run_on_servers(share, [["pytest"]], {"PATH": "/bin"}).passed
    assert given == [{"PATH": "/bin", **servers.environment()}]


def test_a_server_that_is_missing_is_told_and_its_tests_are_left_out(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run_tests, "services", lambda: nullcontext(Services("", "redis://x")))
    share = next(share for share in SHARES if share.services)
    assert run_on_servers(share, [["false"]], {}).passed
    assert "LEFT OUT" in capsys.readouterr().out
    assert not run_on_servers(share, [["true"]], {"CI": "true"}).passed, "nobody reads the output there"


def test_coverage_is_measured_with_the_slow_tests_of_both_databases() -> None:
    assert marked_tests(SHARES[1], slow=False, coverage=True) == "not slow or both_databases"
