"""Regular jobs: each once however many runners there are, caught up after a stop, with their outcome."""

import threading
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text

from core import clock
from core.db import db
from core.jobs import services
from core.jobs.models import JobRun
from core.jobs.queries import job_statuses, jobs_check
from core.jobs.registry import Job, Stop, add_job, jobs_of
from core.jobs.runner import Runner
from tests.conftest import NOW
from tests.page_checks import PageCheckingClient

HOUR = timedelta(hours=1)


@pytest.fixture
def runs(app: Flask) -> Iterator[list[str]]:
    """The application with one job in place of its own, which notes its runs."""
    found: list[str] = []

    def run(_stop: Stop) -> str:
        found.append("run")
        return "done"

    jobs_of(app).clear()
    add_job(app, Job("noting", HOUR, run))
    return found


def set_time(moment: timedelta) -> None:
    clock.set_clock(lambda: NOW + moment)


def run_of(app: Flask, name: str = "noting") -> JobRun:
    with app.app_context():
        return db.session.scalars(select(JobRun).where(JobRun.name == name)).one()


def test_a_job_runs_when_it_is_due_and_not_before(app: Flask, runs: list[str]) -> None:
    assert Runner(app).run_once() == ["noting"]
    assert Runner(app).run_once() == []
    set_time(HOUR)
    assert Runner(app).run_once() == ["noting"]
    assert len(runs) == 2


@pytest.mark.both_databases
@pytest.mark.slow
def test_what_was_missed_while_nothing_ran_is_done_once(app: Flask, runs: list[str]) -> None:
    Runner(app).run_once()
    set_time(timedelta(days=3))
    assert Runner(app).run_once() == ["noting"]
    assert Runner(app).run_once() == []
    assert len(runs) == 2


@pytest.mark.both_databases
def test_of_runners_at_the_same_moment_one_runs_the_job(app: Flask, runs: list[str]) -> None:
    job = jobs_of(app)["noting"]
    together = threading.Barrier(6)
    ran: list[bool] = []

    def runner() -> None:
        together.wait()
        ran.append(Runner(app).run_if_due(job))

    threads = [threading.Thread(target=runner) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (ran.count(True), len(ran), len(runs)) == (1, 6, 1)


def test_a_failure_is_recorded_without_its_text_and_tried_again_soon(
    app: Flask, runs: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_stop: Stop) -> str:
        raise ValueError("jo@example.org")

    jobs_of(app)["noting"] = Job("noting", HOUR, fail)
    for failures, wait in ((1, 30), (2, 60), (3, 120)):
        moment = clock.now()
        assert Runner(app).run_once() == ["noting"]
        found = run_of(app)
        assert (found.failures, found.detail, found.succeeded_at) == (failures, "ValueError", None)
        assert found.due_at == moment + timedelta(seconds=wait)
        clock.set_clock(lambda due=found.due_at: due)  # type: ignore[misc]
    assert "jo@example.org" not in capsys.readouterr().err


def test_one_job_that_fails_stops_no_other(app: Flask, runs: list[str]) -> None:
    def fail(_stop: Stop) -> str:
        raise RuntimeError

    jobs_of(app).clear()
    add_job(app, Job("failing", HOUR, fail))
    add_job(app, Job("other", HOUR, lambda _stop: "done"))
    assert Runner(app).run_once() == ["failing", "other"]
    assert run_of(app, "other").detail == "done"


@pytest.mark.both_databases
def test_after_a_crash_the_claim_runs_out(app: Flask, runs: list[str]) -> None:
    with app.app_context():
        assert services.claim(jobs_of(app)["noting"])
    assert Runner(app).run_once() == []
    set_time(services.LEASE)
    assert Runner(app).run_once() == ["noting"]


def test_a_long_job_keeps_its_claim(app: Flask, runs: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.jobs.runner._BETWEEN_EXTENSIONS", 0.02)
    second: list[bool] = []

    def run(_stop: Stop) -> str:
        set_time(services.LEASE * 0.9)
        time.sleep(0.3)
        set_time(services.LEASE * 1.5)
        second.append(Runner(app).run_if_due(Job("noting", HOUR, lambda _stop: "taken")))
        return "done"

    jobs_of(app)["noting"] = Job("noting", HOUR, run)
    assert Runner(app).run_once() == ["noting"]
    assert second == [False]


def test_a_runner_ends_although_a_job_hangs(app: Flask, runs: list[str]) -> None:
    begun, released = threading.Event(), threading.Event()

    def hang(_stop: Stop) -> str:
        begun.set()
        released.wait(60)
        return "done"

    jobs_of(app)["noting"] = Job("noting", HOUR, hang)
    add_job(app, Job("other", HOUR, lambda _stop: "done"))
    runner = Runner(app)
    ended: list[bool] = []
    thread = threading.Thread(target=lambda: ended.append(runner.run(grace=0.1)))
    thread.start()
    assert begun.wait(60)
    until = time.monotonic() + 60
    while time.monotonic() < until and not _has_succeeded(app, "other"):
        time.sleep(0.05)
    runner.stop()
    thread.join(60)
    released.set()
    assert ended == [False]
    assert run_of(app, "other").detail == "done", "a job that hangs stops another one"


def _has_succeeded(app: Flask, name: str) -> bool:
    with app.app_context():
        return bool(
            db.session.scalar(
                select(JobRun.name).where(JobRun.name == name, JobRun.succeeded_at.is_not(None))
            )
        )


def test_a_job_is_late_after_three_intervals(app: Flask, runs: list[str]) -> None:
    with app.app_context():
        assert job_statuses(app)[0].late
        Runner(app).run_once()
        assert not job_statuses(app)[0].late
        set_time(3 * HOUR + timedelta(seconds=1))
        assert jobs_check() == {
            "noting": {"status": "late", "seconds_since_success": 3 * 3600 + 1, "failures": 0}
        }


@pytest.mark.both_databases
@pytest.mark.slow
def test_ready_tells_about_every_job(app: Flask, client: PageCheckingClient) -> None:
    before = client.get("/health/ready").get_json()["checks"]["jobs"]["each"]
    assert {status["seconds_since_success"] for status in before.values()} == {None}
    assert {"accounts", "messages", "index", "feeds", "printed directory", "purge"} <= set(before)
    assert set(before) == set(jobs_of(app))
    Runner(app).run_once()
    after = client.get("/health/ready").get_json()["checks"]["jobs"]["each"]
    assert {(status["status"], status["seconds_since_success"]) for status in after.values()} == {("ok", 0)}


@pytest.mark.both_databases
@pytest.mark.slow
def test_the_list_is_for_people(app: Flask) -> None:
    cli = app.test_cli_runner()
    assert "purge: last success never; LATE" in cli.invoke(args=["jobs", "list"]).output
    assert cli.invoke(args=["jobs", "run", "--once"]).output == ", ".join(jobs_of(app)) + "\n"
    assert cli.invoke(args=["jobs", "run", "--once"]).output == "Nothing was due.\n"
    assert "purge: last success 2026-11-23 10:00:00 UTC; 0 saved" in cli.invoke(args=["jobs", "list"]).output


def test_status_shows_stores_jobs_and_messages(app: Flask, client: PageCheckingClient) -> None:
    cli = app.test_cli_runner()
    client.post_form("/my-plan/send", {"email": "jo@example.org"})
    shown = cli.invoke(args=["status"])
    assert shown.exit_code == 0
    assert "  database: ok\n" in shown.output
    assert "  jobs: late\n" in shown.output
    assert "  purge: last success never; LATE\n" in shown.output
    assert "  kept: 1\n" in shown.output
    assert "example.org" not in shown.output
    with app.app_context():
        db.session.execute(text("UPDATE outbox_message SET status = 'maybe_sent'"))
        db.session.commit()
    assert "Decide about maybe_sent" in cli.invoke(args=["status"]).output


def test_two_jobs_cannot_have_one_name(app: Flask, runs: list[str]) -> None:
    with pytest.raises(ValueError, match="noting"):
        add_job(app, Job("noting", HOUR, lambda _stop: ""))
