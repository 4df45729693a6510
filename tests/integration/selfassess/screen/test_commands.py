"""`flask --app app selfassess screen RULESET`, as a program uses it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from app import create_app
from tests.conftest import make_settings
from tests.examples import slow_on_both

ROOT = Path(__file__).resolve().parents[4]
MEANS = (
    b'{"on_date":"2026-11-22","setting":"home","age":80,"single":true,'
    b'"savings":"20000","owns_home":false,"home_occupied_by":"nobody"}\n'
)


@pytest.fixture(scope="module")
def plain_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application without a database: screening needs none."""
    return create_app(make_settings(tmp_path_factory.mktemp("screen")))


@pytest.fixture
def own_content(tmp_path: Path) -> Path:
    """The site's content with an empty folder of figures."""
    for path in (ROOT / "content").iterdir():
        (tmp_path / path.name).symlink_to(path)
    (tmp_path / "figures").unlink()
    (tmp_path / "figures").mkdir()
    return tmp_path


def screen(app: Flask, rule_set: str, stdin: bytes) -> Result:
    return app.test_cli_runner().invoke(args=["selfassess", "screen", rule_set], input=stdin)


def answers(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.stderr
    return [json.loads(line) for line in result.stdout_bytes.decode("ascii").splitlines()]


def test_each_line_is_answered_in_order_and_bad_ones_stop_nothing(plain_app: Flask) -> None:
    lines = (
        b'{"immediate_danger":"yes"}\n\n  \t\r\nnonsense\n{"x":1}\r\n\xff\xfe\n{"immediate_danger":7}\n'
        + b'{"immediate_danger":"no"}'
    )
    results = answers(screen(plain_app, "safeguarding", lines))
    assert [answer.get("route") or answer["error"] for answer in results] == [
        "emergency",
        "bad_json",
        "unknown_field",
        "bad_json",
        "bad_value",
        "safeguarding_advice",
    ]


@pytest.mark.parametrize(
    ("rule_set", "line"),
    [("adult-needs", b"{}"), ("carer", b"{}"), ("safeguarding", b"{}"), ("money", MEANS)],
)
def test_every_rule_set_answers_and_says_that_an_assessment_can_be_asked_for(
    plain_app: Flask, rule_set: str, line: bytes
) -> None:
    (answer,) = answers(screen(plain_app, rule_set, line))
    assert answer["can_request_assessment"] is True


def test_a_byte_order_mark_is_let_pass_at_the_very_beginning_only(plain_app: Flask) -> None:
    results = answers(screen(plain_app, "carer", b"\xef\xbb\xbf{}\n\xef\xbb\xbf{}\n"))
    assert [answer.get("error") for answer in results] == [None, "bad_json"]


def test_line_separators_of_unicode_end_no_line(plain_app: Flask) -> None:
    results = answers(screen(plain_app, "carer", '{"necessary_care":"yes\u2028"}\n{"\u0085":1}\n'.encode()))
    assert results == [{"error": "bad_value"}, {"error": "unknown_field"}]


def test_nothing_in_nothing_out(plain_app: Flask) -> None:
    result = screen(plain_app, "carer", b"\n\n")
    assert (result.exit_code, result.stdout) == (0, "")


@pytest.mark.parametrize("rule_set", ["eligibility", "adult_needs", "ADULT-NEEDS", "", "money "])
def test_an_unknown_rule_set_fails_and_prints_nothing(plain_app: Flask, rule_set: str) -> None:
    result = screen(plain_app, rule_set, b"{}\n")
    assert result.exit_code != 0
    assert result.stdout == ""


@slow_on_both
def test_figures_that_need_mending_stop_money_and_nothing_else(own_content: Path) -> None:
    (own_content / "figures" / "rates.yaml").write_text("- id: a_rate\n")
    app = create_app(make_settings(own_content / "data", content_dir=own_content))
    broken = screen(app, "money", MEANS)
    assert (broken.exit_code, broken.stdout) == (1, "")
    assert "rates.yaml, row 1 (a_rate), line 1: amount is missing; add it" in broken.stderr
    assert len(answers(screen(app, "adult-needs", b"{}"))) == 1


@slow_on_both
def test_a_site_without_figures_gives_none(own_content: Path) -> None:
    app = create_app(make_settings(own_content / "data", content_dir=own_content))
    assert answers(screen(app, "money", MEANS)) == [{"error": "no_figures_for_date"}]


@pytest.mark.slow
def test_a_line_is_answered_before_the_next_one_is_sent(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "flask", "--app", "app", "selfassess", "screen", "safeguarding"]
    environment = {**os.environ, "SIGNPOST_DATA_DIR": str(tmp_path)}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin
        assert process.stdout
        for line, route in [(b'{"immediate_danger":"yes"}\n', "emergency"), (b"{}\n", "safeguarding_advice")]:
            process.stdin.write(line)
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["route"] == route
        process.stdin.close()
        assert process.stdout.read() == b""
    assert process.returncode == 0
