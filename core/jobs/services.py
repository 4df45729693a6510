"""Claiming jobs and recording their runs: each runs in one process at a time, however many look for work."""

from datetime import timedelta

from sqlalchemy import CursorResult, or_, select, update
from sqlalchemy.exc import IntegrityError

from core import clock
from core.db import db
from core.jobs.models import JobRun
from core.jobs.registry import Job

LEASE = timedelta(seconds=60)
"""How long a claim lasts.

A runner extends it while the job runs, so a crash delays a job by a minute at most.
"""

_FIRST_RETRY, _LONGEST_RETRY = timedelta(seconds=30), timedelta(minutes=2)
_LONGEST_DETAIL = 300
_NO_SYNC = {"synchronize_session": False}


def claim(job: Job) -> str:
    """Claim a run of a job and commit. Return the claim's id; empty where it is not due or another has it."""
    _ensure_row(job)
    now, claim_id = clock.now(), clock.new_id()
    free = or_(JobRun.claimed_until.is_(None), JobRun.claimed_until <= now)
    result = db.session.execute(
        update(JobRun)
        .where(JobRun.name == job.name, JobRun.due_at <= now, free)
        .values(claim=claim_id, claimed_until=now + LEASE, started_at=now),
        execution_options=_NO_SYNC,
    )
    db.session.commit()
    return claim_id if isinstance(result, CursorResult) and result.rowcount == 1 else ""


def _ensure_row(job: Job) -> None:
    """Store the row of a job that never ran, due at once; commit."""
    if db.session.get(JobRun, job.name) is not None:
        return
    db.session.add(JobRun(name=job.name, due_at=clock.now()))
    try:
        db.session.commit()
    except IntegrityError:
        # Another process has stored it at the same moment.
        db.session.rollback()


def extend(claim_ids: list[str]) -> None:
    """Extend the claims of jobs that are running, and commit."""
    db.session.execute(
        update(JobRun).where(JobRun.claim.in_(claim_ids)).values(claimed_until=clock.now() + LEASE),
        execution_options=_NO_SYNC,
    )
    db.session.commit()


def succeeded(job: Job, claim_id: str, detail: str) -> None:
    """Record a success, and commit."""
    now = clock.now()
    _release(claim_id, due_at=now + job.every, succeeded_at=now, failures=0, detail=detail[:_LONGEST_DETAIL])


def failed(job: Job, claim_id: str, kind: str) -> None:
    """Record a failure, and commit.

    The next attempt follows after 30 seconds, and after twice as long for each further failure: at most after
    the job's own interval, or after two minutes where that is longer.
    """
    now = clock.now()
    failures = db.session.scalar(select(JobRun.failures).where(JobRun.claim == claim_id)) or 0
    wait = min(max(job.every, _LONGEST_RETRY), _FIRST_RETRY * 2 ** min(failures, 10))
    _release(claim_id, due_at=now + wait, failed_at=now, failures=failures + 1, detail=kind[:_LONGEST_DETAIL])


def hurry(name: str) -> None:
    """Let a job run as soon as a process looks for work. The caller commits."""
    due = update(JobRun).where(JobRun.name == name).values(due_at=clock.now())
    db.session.execute(due, execution_options=_NO_SYNC)


def note(name: str, detail: str) -> None:
    """Store how far a job that runs has come, and commit."""
    values = {"detail": detail[:_LONGEST_DETAIL]}
    db.session.execute(update(JobRun).where(JobRun.name == name).values(**values), execution_options=_NO_SYNC)
    db.session.commit()


def _release(claim_id: str, **values: object) -> None:
    """End a run, and commit. Changes nothing where another process has claimed the job meanwhile."""
    db.session.execute(
        update(JobRun).where(JobRun.claim == claim_id).values(claim="", claimed_until=None, **values),
        execution_options=_NO_SYNC,
    )
    db.session.commit()
