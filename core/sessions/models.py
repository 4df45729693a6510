"""The table of visitors' sessions."""

from datetime import datetime

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, UtcDateTime


class StoredSession(Base):
    """One session, encrypted.

    `id_hash`: SHA-256 of the cookie's id, so that a copy of the database opens nobody's session.
    `version` counts the changes (optimistic lock). `expires_at`: end of the session if nobody clicks until
    then. `ends_at`: end of the session in any case. `lease`: the POST that has the session to itself until
    `leased_until`; empty for none.
    """

    __tablename__ = "stored_session"
    __table_args__ = {"info": {"in_backup": False}}

    id_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    version: Mapped[int]
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    lease: Mapped[str] = mapped_column(String(36), default="")
    leased_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
