"""The jobs of an application. Each package adds its own when it is registered."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from flask import Flask

_EXTENSION = "signpost-jobs"

Stop = Callable[[], bool]
"""Returns True when the process is about to end. A job with many steps asks between them."""


@dataclass(frozen=True, slots=True)
class Job:
    """Regular work.

    `run` gets an application context and returns a short text about what it did, without personal data.
    """

    name: str
    every: timedelta
    run: Callable[[Stop], str]

    @property
    def late_after(self) -> timedelta:
        """How long after its last success a job counts as late: three intervals, at least ten minutes."""
        return max(3 * self.every, timedelta(minutes=10))


def add_job(app: Flask, job: Job) -> None:
    """Add a job to the application. Raises ValueError for a name that is taken."""
    jobs: dict[str, Job] = app.extensions.setdefault(_EXTENSION, {})
    if job.name in jobs:
        raise ValueError(f"there is a job {job.name} already")
    jobs[job.name] = job


def jobs_of(app: Flask) -> dict[str, Job]:
    """Return the jobs of an application by name, in the order in which they were added."""
    found: dict[str, Job] = app.extensions.get(_EXTENSION, {})
    return found
