"""Reads what groups said about their listings to the audit."""

from sqlalchemy import select

from core.db import db
from directory.models.content_audit import NeedsReason


def needs_reason_of(service_id: str) -> str:
    """Return why a listing has many needs; empty where nobody said so."""
    return db.session.scalar(select(NeedsReason.reason).where(NeedsReason.service_id == service_id)) or ""
