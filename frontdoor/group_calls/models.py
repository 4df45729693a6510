"""The table of services whose group calls people who ask for it. The requests are callbacks.models.CallBack."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from core import clock
from core.db import Base, UtcDateTime


class CallMeService(Base):
    """A service on whose page people can ask for a call. `switched_on_by`: the account of the group."""

    __tablename__ = "call_me_service"

    service_id: Mapped[str] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), primary_key=True)
    switched_on_by: Mapped[str] = mapped_column(String(36))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
