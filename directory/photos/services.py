"""Storing photos, and deleting those that no listing has any more."""

from datetime import timedelta

from sqlalchemy import delete

from core import clock
from core.audit.services import SYSTEM
from core.audit.services import record as record_audit
from core.clock import new_id
from core.db import db
from core.settings import Settings
from directory.models.photos import Photo
from directory.photos.images import safe_image
from directory.photos.queries import unused_photos

KEPT = timedelta(days=2)
"""For so long a photo stays that no listing has: somebody may just be adding it."""


def store(settings: Settings, organization_id: str, data: bytes, *, actor: str) -> str:
    """Make a photo safe, store it, commit, and return its id. Raises UnusableImage."""
    image = safe_image(data)
    photo = Photo(
        id=new_id(),
        organization_id=organization_id,
        jpeg=image.jpeg,
        width=image.width,
        height=image.height,
        author_id=actor,
    )
    db.session.add(photo)
    db.session.flush()
    detail = {"organization": organization_id, "bytes": len(image.jpeg)}
    _audit(settings, photo.id, "photo.added", actor, detail)
    db.session.commit()
    return photo.id


def purge(settings: Settings) -> int:
    """Delete photos that no listing and no open change has, commit, and return how many."""
    unused = unused_photos(clock.now() - KEPT)
    if unused:
        db.session.execute(delete(Photo).where(Photo.id.in_(unused)))
        _audit(settings, "", "photo.purged", SYSTEM, {"photos": len(unused)})
    db.session.commit()
    return len(unused)


def _audit(settings: Settings, photo_id: str, action: str, actor: str, detail: dict[str, object]) -> None:
    record_audit(
        db.session,
        settings,
        actor=actor,
        action=action,
        subject_kind="photo",
        subject_id=photo_id,
        detail=detail,
    )
