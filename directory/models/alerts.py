"""Service alerts: what the council has to say for a time, such as snow, a strike or a closed office."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core import clock
from core.db import Base, UtcDateTime, UuidKey


class ServiceAlert(UuidKey, Base):
    """An alert that staff write. It is shown from `starts_at` until `ends_at`, once it is published."""

    __tablename__ = "service_alert"

    kind: Mapped[str] = mapped_column(String(20))
    severity: Mapped[str] = mapped_column(String(12))
    title: Mapped[str] = mapped_column(String(120))
    words: Mapped[str] = mapped_column(Text, default="")
    areas: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Names of towns and outward codes; none for the whole area of the council."""
    needs: Mapped[list[str]] = mapped_column(JSON, default=list)
    service_ids: Mapped[list[str]] = mapped_column(JSON, default=list)
    link: Mapped[str] = mapped_column(String(1000), default="")
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """None for a draft, which nobody but staff sees."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    version: Mapped[int] = mapped_column(default=1)


class ServiceAlertVersion(UuidKey, Base):
    """What an alert said at one time, and who wrote that."""

    __tablename__ = "service_alert_version"

    alert_id: Mapped[str] = mapped_column(ForeignKey("service_alert.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    record: Mapped[dict[str, Any]] = mapped_column(JSON)
    actor: Mapped[str] = mapped_column(String(36))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
