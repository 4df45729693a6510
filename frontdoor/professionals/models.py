"""The tables of organisations whose professionals refer people, and of who sent which request."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, false
from sqlalchemy.orm import Mapped, mapped_column

from core import clock
from core.db import Base, UtcDateTime, UuidKey

MOST_DETAIL = 320
"""The most characters of a professional's role and phone number."""


class ReferringOrganization(UuidKey, Base):
    """An organisation with a form of its own.

    `token_hash`: hash of the secret in the form's address. `sealed`: the secret, for supervisors who give it
    away. `active`: False where nobody can refer for it. `shares`: its professionals who sign in see what
    colleagues sent. `version` counts the changes.
    """

    __tablename__ = "referring_organization"

    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(20))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    active: Mapped[bool] = mapped_column(default=True)
    shares: Mapped[bool] = mapped_column(default=False, server_default=false())
    version: Mapped[int] = mapped_column(default=1)
    created_by: Mapped[str] = mapped_column(String(36))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class ProfessionalReferral(Base):
    """Which organisation sent a request. `account_id`: who signed in for it; empty where the form was used."""

    __tablename__ = "professional_referral"

    referral_id: Mapped[str] = mapped_column(ForeignKey("referral.id", ondelete="CASCADE"), primary_key=True)
    organization_id: Mapped[str] = mapped_column(String(36), index=True)
    account_id: Mapped[str] = mapped_column(String(36), default="", index=True)


class ProfessionalDetails(Base):
    """The role in their job and the phone number that somebody gave with their last referral."""

    __tablename__ = "professional_details"

    account_id: Mapped[str] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    role: Mapped[str] = mapped_column(String(MOST_DETAIL))
    phone: Mapped[str] = mapped_column(String(MOST_DETAIL))
