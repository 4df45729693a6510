"""Two addresses for the machines that watch the site."""

from typing import Any

from flask import Blueprint
from sqlalchemy import text

from core.db import db
from core.jobs.queries import jobs_check
from core.stores import needs_no_store

health = Blueprint("health", __name__)


@health.get("/health/live")
@needs_no_store
def live() -> tuple[dict[str, str], int]:
    """Answer where the process runs."""
    return {"status": "ok"}, 200


@health.get("/health/ready")
def ready() -> tuple[dict[str, Any], int]:
    """Answer where the process runs and its database answers. Says how old each job's last success is."""
    db.session.execute(text("select 1"))
    return {"status": "ok", "jobs": jobs_check()}, 200
