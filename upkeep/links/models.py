"""What came of opening the web addresses of listings."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, UtcDateTime, UuidKey


class LinkCheck(UuidKey, Base):
    """The last look at one web address.

    `result`: a word of `upkeep.links.probe.Result`. `status`: the HTTP status, or 0. `failures`: how often it
    failed in a row; `failing_since`: from when on. `due_at`: when it is opened again.
    """

    __tablename__ = "link_check"

    url: Mapped[str] = mapped_column(String(1000), unique=True)
    checked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    result: Mapped[str] = mapped_column(String(20))
    status: Mapped[int] = mapped_column(default=0)
    failures: Mapped[int] = mapped_column(default=0)
    failing_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
