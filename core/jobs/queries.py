"""How the regular jobs are doing, for the operator and for the machines that watch the site."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Flask, current_app
from sqlalchemy import select

from core import clock
from core.db import db
from core.jobs.models import JobRun
from core.jobs.registry import Job, jobs_of


@dataclass(frozen=True, slots=True)
class JobStatus:
    """One job: when it last succeeded, whether it is late, and how often it failed in a row."""

    name: str
    succeeded_at: datetime | None
    late: bool
    running: bool
    failures: int
    detail: str


def job_statuses(app: Flask) -> list[JobStatus]:
    """Return the status of every job. A job that never succeeded is late."""
    rows = {row.name: row for row in db.session.scalars(select(JobRun))}
    return [_status(job, rows.get(job.name)) for job in jobs_of(app).values()]


def _status(job: Job, row: JobRun | None) -> JobStatus:
    if row is None:
        return JobStatus(job.name, None, late=True, running=False, failures=0, detail="")
    now = clock.now()
    return JobStatus(
        job.name,
        row.succeeded_at,
        late=row.succeeded_at is None or now - row.succeeded_at > job.late_after,
        running=row.claimed_until is not None and row.claimed_until > now,
        failures=row.failures,
        detail=row.detail,
    )


def jobs_check() -> dict[str, dict[str, Any]]:
    """Return for each job of the current application how old its last success is, for /health/ready.

    `seconds_since_success` is None for a job that never succeeded. A late job is no reason to stop the pages.
    """
    now = clock.now()
    return {
        status.name: {
            "status": "late" if status.late else "ok",
            "seconds_since_success": status.succeeded_at
            and round((now - status.succeeded_at).total_seconds()),
            "failures": status.failures,
        }
        for status in job_statuses(current_app)
    }


def due_at(job: Job) -> datetime | None:
    """Return when a job is due; None for one that never ran."""
    return db.session.scalar(select(JobRun.due_at).where(JobRun.name == job.name))
