"""Two addresses for the machines that watch the site."""

from flask import Blueprint
from sqlalchemy import text

from core.db import db
from core.stores import needs_no_store

health = Blueprint("health", __name__)


@health.get("/health/live")
@needs_no_store
def live() -> tuple[dict[str, str], int]:
    """Answer where the process runs."""
    return {"status": "ok"}, 200


@health.get("/health/ready")
def ready() -> tuple[dict[str, str], int]:
    """Answer where the process runs and its database answers."""
    db.session.execute(text("select 1"))
    return {"status": "ok"}, 200
