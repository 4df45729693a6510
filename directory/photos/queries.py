"""Reads photos, and finds those that no listing has any more."""

from datetime import datetime

from sqlalchemy import select

from core.db import db
from directory import visibility
from directory.editing.queries import OPEN_STATES
from directory.models import Service
from directory.models.editing import ListingChange
from directory.models.photos import Photo


def photo(photo_id: str) -> Photo | None:
    """Return a photo; None where there is none."""
    return db.session.get(Photo, photo_id) if photo_id else None


def is_shown(photo_id: str) -> bool:
    """Return True where a listing that everybody may see has the photo."""
    wanted = select(Service.id).where(Service.photo_id == photo_id, visibility.public()).limit(1)
    return db.session.scalar(wanted) is not None


def unused_photos(before: datetime) -> list[str]:
    """Return the ids of photos older than a moment that no listing and no open change has."""
    in_changes = {
        record.get("photo_id")
        for record in db.session.scalars(
            select(ListingChange.record).where(ListingChange.state.in_(OPEN_STATES))
        )
    }
    stored = select(Photo.id).where(
        Photo.created_at < before, ~select(Service.id).where(Service.photo_id == Photo.id).exists()
    )
    return [photo_id for photo_id in db.session.scalars(stored) if photo_id not in in_changes]
