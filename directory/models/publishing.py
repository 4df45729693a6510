"""Keys of those who read the feed often, and what may be done with records that another feed published."""

from datetime import datetime

from sqlalchemy import Boolean, String
from sqlalchemy.orm import Mapped, mapped_column

from core import clock
from core.db import Base, UtcDateTime, UuidKey


class ApiKey(UuidKey, Base):
    """A key for higher limits. Only its hash is stored: a key has 256 random bits and needs no slow hash."""

    __tablename__ = "api_key"

    name: Mapped[str] = mapped_column(String(200))
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class FeedSource(Base):
    """A feed of somebody else, by the name under which its records are stored.

    Its records are published again only where `republish` says so, with their source and licence.
    """

    __tablename__ = "feed_source"

    source: Mapped[str] = mapped_column(String(500), primary_key=True)
    url: Mapped[str] = mapped_column(String(1000), default="")
    publisher: Mapped[str] = mapped_column(String(200), default="")
    licence: Mapped[str] = mapped_column(String(200), default="")
    licence_url: Mapped[str] = mapped_column(String(1000), default="")
    republish: Mapped[bool] = mapped_column(Boolean, default=False)
