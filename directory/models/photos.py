"""Photos of listings."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from core import clock
from core.db import Base, UtcDateTime, UuidKey


class Photo(UuidKey, Base):
    """A photo that a group gave, as a JPEG that this site made itself. Which listing shows it, and the words
    for it, are in the listing's record.
    """

    __tablename__ = "photo"

    organization_id: Mapped[str] = mapped_column(
        ForeignKey("organization.id", ondelete="CASCADE"), index=True
    )
    jpeg: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    width: Mapped[int]
    height: Mapped[int]
    author_id: Mapped[str] = mapped_column(String(36), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now, index=True)
