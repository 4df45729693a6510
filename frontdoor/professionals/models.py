"""The table of organisations whose professionals refer people."""

from datetime import datetime

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from core import clock
from core.db import Base, UtcDateTime, UuidKey


class ReferringOrganization(UuidKey, Base):
    """An organisation with a form of its own.

    `token_hash`: hash of the secret in the form's address. `sealed`: the secret, for supervisors who give it
    away. `active`: False where the address no longer works. `version` counts the changes.
    """

    __tablename__ = "referring_organization"

    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(20))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    active: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=1)
    created_by: Mapped[str] = mapped_column(String(36))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
