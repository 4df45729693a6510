"""Reports of mistakes in listings."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core import clock
from core.db import Base, UtcDateTime, UuidKey
from directory.models.services import Service


class Correction(UuidKey, Base):
    """A report that something in a listing is wrong.

    The e-mail address is stored only when the person wants an answer. It is sealed (core.crypt) in
    `reply_sealed`; the previous version stored it in clear in `reply_to`, which `init` empties.
    """

    __tablename__ = "correction"

    service_id: Mapped[str] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), index=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    what: Mapped[str] = mapped_column(String(30))
    message: Mapped[str] = mapped_column(Text)
    reply_to: Mapped[str] = mapped_column(String(320), default="")
    reply_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    status: Mapped[str] = mapped_column(String(20), default="new", index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)

    service: Mapped[Service] = relationship()
