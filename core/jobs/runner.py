"""The runner: one thread for each job, so that a job that waits for a mail server stops no other."""

import logging
import threading
import time
import traceback

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from core import clock
from core.db import db
from core.jobs import services
from core.jobs.queries import due_at
from core.jobs.registry import Job, jobs_of

log = logging.getLogger("signpost.jobs")

_SHORTEST_WAIT, _LONGEST_WAIT = 1.0, 15.0
"""Seconds between two looks for work. The shortest also spaces out runs that other processes took."""

_MOST_FRAMES = 8
_BETWEEN_EXTENSIONS = services.LEASE.total_seconds() / 4


class Runner:
    """Runs the jobs of one application until it is told to stop. Several processes may each have a runner."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._stop = threading.Event()
        self._claims: dict[str, str] = {}

    def stop(self) -> None:
        """Begin no more runs, and ask those that run to end."""
        self._stop.set()

    @property
    def stopping(self) -> bool:
        """True after `stop` was called."""
        return self._stop.is_set()

    def run(self, grace: float) -> bool:
        """Run jobs until `stop` is called, then wait at most `grace` seconds for those that still run.

        Return False where one did not end in time. Its claim runs out by itself.
        """
        # Daemon threads: a process that is told to end does not wait for a mail server.
        threads = [
            threading.Thread(target=self._repeat, args=(job,), name=job.name, daemon=True)
            for job in jobs_of(self._app).values()
        ]
        for thread in threads:
            thread.start()
        while not self._stop.wait(_BETWEEN_EXTENSIONS):
            self._extend_claims()
        until = time.monotonic() + grace
        for thread in threads:
            thread.join(max(0.0, until - time.monotonic()))
        return not any(thread.is_alive() for thread in threads)

    def run_once(self) -> list[str]:
        """Run each job that is due, one after the other. Return the names of those that ran here."""
        extending = threading.Thread(target=self._extend_until_stopped, daemon=True)
        extending.start()
        ran = [job.name for job in jobs_of(self._app).values() if self.run_if_due(job)]
        self.stop()
        extending.join()
        return ran

    def run_if_due(self, job: Job) -> bool:
        """Run a job where it is due and no other process runs it. Return True where it ran here.

        Raises SQLAlchemyError where the database cannot be used for the claim or the record.
        """
        with self._app.app_context():
            claim_id = services.claim(job)
            if not claim_id:
                return False
            self._claims[job.name] = claim_id
            try:
                self._run(job, claim_id)
            finally:
                del self._claims[job.name]
            return True

    def _run(self, job: Job, claim_id: str) -> None:
        try:
            detail = job.run(lambda: self.stopping)
        except Exception as error:
            # One job that fails must not stop the others. It is tried again, and its status tells.
            db.session.rollback()
            kind = type(error).__name__
            # The text of an error may hold what people typed: only the kind and the place are logged.
            where = " > ".join(
                f"{frame.filename.rpartition('/')[2]}:{frame.lineno}"
                for frame in traceback.extract_tb(error.__traceback__)[-_MOST_FRAMES:]
            )
            log.error("job failed", extra={"job": job.name, "kind": kind, "where": where})
            services.failed(job, claim_id, kind)
        else:
            services.succeeded(job, claim_id, detail)

    def _repeat(self, job: Job) -> None:
        while not self._stop.is_set():
            self._stop.wait(self._turn(job))

    def _turn(self, job: Job) -> float:
        """Run a job where it is due. Return the seconds until the next look.

        A database that is away is waited for.
        """
        try:
            self.run_if_due(job)
            with self._app.app_context():
                due = due_at(job)
        except SQLAlchemyError as error:
            log.warning("no database for the jobs", extra={"job": job.name, "kind": type(error).__name__})
            return _LONGEST_WAIT
        wait = (due - clock.now()).total_seconds() if due else _LONGEST_WAIT
        return min(_LONGEST_WAIT, max(_SHORTEST_WAIT, wait))

    def _extend_until_stopped(self) -> None:
        while not self._stop.wait(_BETWEEN_EXTENSIONS):
            self._extend_claims()

    def _extend_claims(self) -> None:
        claim_ids = list(self._claims.values())
        if not claim_ids:
            return
        try:
            with self._app.app_context():
                services.extend(claim_ids)
        except SQLAlchemyError as error:
            log.warning("claims of jobs not extended", extra={"kind": type(error).__name__})
