"""The security log: what a line holds, and what no line may hold."""

import ast
import json
import logging
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from core import clock
from core.logs import (
    SECURITY_EVENTS,
    SECURITY_FIELDS,
    SECURITY_OUTCOMES,
    client_hash,
    security_event,
)
from core.settings import ROOT
from tests.examples import slow_on_both
from tests.integration.selfassess.steps import FINE, answer_all
from tests.page_checks import PageCheckingClient

PACKAGES = ("core", "directory", "selfassess", "information")


def test_a_line_has_time_event_outcome_request_endpoint_and_client(
    app: Flask, security_lines: list[dict[str, object]]
) -> None:
    with app.test_request_context("/find?q=secret", environ_base={"REMOTE_ADDR": "192.0.2.7"}):
        app.preprocess_request()
        security_event("come_back", "failed", reason="words", count=3)
    assert security_lines == [
        {
            "at": "2026-11-23T10:00:00+00:00",
            "level": "INFO",
            "logger": "signpost.security",
            "event": "come_back",
            "outcome": "failed",
            "reason": "words",
            "count": 3,
            "request": security_lines[0]["request"],
            "endpoint": "directory.find",
            "client": client_hash(str(app.secret_key), "192.0.2.7", clock.today()),
        }
    ]
    assert len(str(security_lines[0]["request"])) == 16
    assert "192.0.2.7" not in json.dumps(security_lines)
    assert "secret" not in json.dumps(security_lines)


def test_a_command_has_no_request(app: Flask, security_lines: list[dict[str, object]]) -> None:
    with app.app_context():
        security_event("backup", "succeeded")
    assert set(security_lines[0]) == {"at", "level", "logger", "event", "outcome"}


@slow_on_both
@pytest.mark.parametrize(
    "typed",
    ["S73 8AB", "01632 960100", "ann@example.org", "ann\nadmin", "<b>", "x" * 61, "K7F3-22", {"a": 1}, b"x"],
)
def test_what_looks_typed_is_dropped(
    app: Flask, security_lines: list[dict[str, object]], typed: object
) -> None:
    security_event("rate_limit", "refused", reason=typed)  # type: ignore[arg-type]
    security_event("rate_limit", "refused", address="x")
    assert [line.get("reason", line.get("address")) for line in security_lines] == ["dropped", "dropped"]


def test_an_unknown_event_is_dropped_and_never_fails(
    app: Flask, security_lines: list[dict[str, object]]
) -> None:
    security_event("made-up", "odd")  # type: ignore[arg-type]
    assert (security_lines[0]["event"], security_lines[0]["outcome"]) == ("dropped", "dropped")


def test_a_client_is_the_same_on_one_day_and_another_on_the_next() -> None:
    day = clock.today()
    one = client_hash("key", "2001:db8:1:2::9", day)
    assert len(one) == 16
    assert client_hash("key", "2001:db8:1:2::10", day) == one
    assert client_hash("key", "2001:db8:1:3::9", day) != one
    assert client_hash("key", "2001:db8:1:2::9", day + timedelta(days=1)) != one
    assert client_hash("another key", "2001:db8:1:2::9", day) != one
    assert client_hash("key", "", day) == ""


def test_the_security_log_is_written_at_every_log_level(app: Flask) -> None:
    assert app.extensions["settings"].log_level == "WARNING"
    assert logging.getLogger("signpost.security").isEnabledFor(logging.INFO)


def test_each_response_tells_the_id_of_its_request(app: Flask) -> None:
    ids = {app.test_client().get("/health/live").headers["X-Request-ID"] for _ in range(3)}
    assert len(ids) == 3


def unknown_names(source: str) -> list[str]:
    """Return events, outcomes and fields in calls of security_event that the lists do not have."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "security_event":
            for argument, names in zip(node.args, (SECURITY_EVENTS, SECURITY_OUTCOMES), strict=False):
                if isinstance(argument, ast.Constant) and argument.value not in names:
                    found.append(str(argument.value))
            found += [str(word.arg) for word in node.keywords if word.arg not in SECURITY_FIELDS]
    return found


@slow_on_both
def test_the_calls_in_the_code_use_the_lists() -> None:
    paths = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    sources = {str(path): path.read_text(encoding="utf-8") for path in paths}
    assert sum("security_event(" in source for source in sources.values()) >= 8
    assert {path: names for path, source in sources.items() if (names := unknown_names(source))} == {}


def test_planted_names_are_found() -> None:
    assert unknown_names('security_event("gone", "odd", email=1, count=2)') == ["gone", "odd", "email"]


@slow_on_both
def test_commands_and_deletions_are_told(
    own_demo_app: Flask,
    own_demo_client: PageCheckingClient,
    security_lines: list[dict[str, object]],
    tmp_path: Path,
) -> None:
    client = own_demo_client
    answer_all(client, FINE)
    assert client.post_form("/check/save").status_code == 303
    assert client.post_form("/check/save").status_code == 303
    assert client.post_form("/come-back", {"reference": "CCC-CCC", "words": "a b c"}).status_code == 422
    assert client.post_form("/track", {"reference": "CCCC-CCCC", "words": "a b c"}).status_code == 422
    assert client.post("/clear", data={"csrf_token": "made-up"}).status_code == 400
    assert client.post_form("/check/save/delete").status_code == 303
    runner = own_demo_app.test_cli_runner()
    assert runner.invoke(args=["purge"]).exit_code == 0
    assert runner.invoke(args=["referral", "seal-again"]).exit_code == 0
    (tmp_path / "none.backup").write_bytes(b"not a backup")
    (tmp_path / "passphrase").write_text("a long passphrase of four words\n")
    wanted = ["--passphrase-file", str(tmp_path / "passphrase")]
    assert runner.invoke(args=["restore", str(tmp_path / "none.backup"), "--replace", *wanted]).exit_code == 1
    told = {(line["event"], line["outcome"]) for line in security_lines}
    assert told >= {
        ("new_words", "succeeded"),
        ("come_back", "failed"),
        ("track", "failed"),
        ("csrf", "refused"),
        ("saved_copy_deleted", "succeeded"),
        ("purge", "succeeded"),
        ("key_rotation", "succeeded"),
        ("restore", "failed"),
    }
    assert "CCC" not in json.dumps(security_lines)
