"""Tables of people who agreed to be known."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from core import clock
from core.db import Base, UtcDateTime, UuidKey


class KnownPerson(UuidKey, Base):
    """Somebody who agreed that their contacts are put together.

    `sealed`: a people.record.PersonRecord. `reference`: what the person is given, and gives to be recognised.
    `phone_lookup`, `email_lookup`: keyed hashes of a number and an address they agreed to be recognised by.
    `is_restricted`: that the person exists may be found; to read anything, a reason has to be given first.
    `touched_at`: when they were last in touch, or their record was changed.
    `needs_review_on`: the day on which their communication needs are asked about again.
    """

    __tablename__ = "known_person"

    reference: Mapped[str] = mapped_column(String(12), unique=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    phone_lookup: Mapped[str] = mapped_column(String(64), default="", index=True)
    email_lookup: Mapped[str] = mapped_column(String(64), default="", index=True)
    is_restricted: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    agreed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    needs_review_on: Mapped[date | None] = mapped_column(index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    touched_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class PersonLook(UuidKey, Base):
    """Somebody looks at a restricted person, and says why. `why`: a code; `sealed`: in their words."""

    __tablename__ = "person_look"

    person_id: Mapped[str] = mapped_column(ForeignKey("known_person.id", ondelete="CASCADE"), index=True)
    by: Mapped[str] = mapped_column(String(36), index=True)
    why: Mapped[str] = mapped_column(String(40))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
