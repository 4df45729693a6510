"""Tables of contacts. Everything that people said is sealed (core.crypt); codes, ids and times are in clear."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core import clock
from core.db import Base, UtcDateTime, UuidKey


class Channel(StrEnum):
    """How somebody came to us."""

    PHONE = "phone"
    EMAIL = "email"
    WEB = "web"
    FACE_TO_FACE = "face_to_face"


class ContactState(StrEnum):
    """Where a contact stands."""

    OPEN = "open"
    ENDED = "ended"
    MERGED = "merged"
    """The same as another contact, `merged_into`, which has everything that was written here."""


class ContactRecord(UuidKey, Base):
    """One contact with somebody, from the first word to its end.

    `start_key`: hash of the random key of the form that began the contact, so that a double press makes one.
    `handler_id`: the account that works on the contact. `version`: counts assignments, ends and merges, not
    what is typed. `known_person_id`: only where the person gave a reference or agreed to be known.
    `outcome`: a code of frontdoor.ending, empty while the contact is open.
    """

    __tablename__ = "contact_record"

    reference: Mapped[str] = mapped_column(String(12), unique=True)
    start_key: Mapped[str] = mapped_column(String(64), unique=True)
    channel: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(10), default=ContactState.OPEN, index=True)
    handler_id: Mapped[str] = mapped_column(String(36), index=True)
    version: Mapped[int] = mapped_column(default=1)
    known_person_id: Mapped[str | None] = mapped_column(
        ForeignKey("known_person.id", ondelete="SET NULL"), index=True
    )
    merged_into: Mapped[str] = mapped_column(String(36), default="")
    outcome: Mapped[str] = mapped_column(String(40), default="")
    is_carer: Mapped[bool | None]
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now, index=True)
    touched_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    ended_by: Mapped[str] = mapped_column(String(36), default="")


class ContactField(Base):
    """What is written in one box of the sheet now.

    `tab` and `number`: the page that wrote it, and its number among the texts of that page, so that a text
    that arrives late or twice changes nothing. `revision`: counts the texts of this box.
    """

    __tablename__ = "contact_field"

    contact_id: Mapped[str] = mapped_column(
        ForeignKey("contact_record.id", ondelete="CASCADE"), primary_key=True
    )
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    revision: Mapped[int] = mapped_column(default=1)
    tab: Mapped[str] = mapped_column(String(36), default="")
    number: Mapped[int] = mapped_column(default=0)
    typed_by: Mapped[str] = mapped_column(String(36))
    typed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class ContactAddition(UuidKey, Base):
    """A text that could not become the text of its box: two people wrote there, or the contact had ended.

    One row for each page and box. `why`: a code, "two_wrote", "ended" or "merged".
    """

    __tablename__ = "contact_addition"
    __table_args__ = (UniqueConstraint("contact_id", "name", "tab"),)

    contact_id: Mapped[str] = mapped_column(ForeignKey("contact_record.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(40))
    tab: Mapped[str] = mapped_column(String(36))
    number: Mapped[int]
    why: Mapped[str] = mapped_column(String(20))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    typed_by: Mapped[str] = mapped_column(String(36))
    typed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class ContactService(UuidKey, Base):
    """A service that was ticked for the caller's summary. `sealed`: why it may help, in words, and a note."""

    __tablename__ = "contact_service"
    __table_args__ = (UniqueConstraint("contact_id", "service_id"),)

    contact_id: Mapped[str] = mapped_column(ForeignKey("contact_record.id", ondelete="CASCADE"), index=True)
    service_id: Mapped[str] = mapped_column(String(36), index=True)
    position: Mapped[int] = mapped_column(default=0)
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    added_by: Mapped[str] = mapped_column(String(36))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class ContactEvent(UuidKey, Base):
    """One entry in a contact's history: opened, assigned, ended, sent, referred. Codes and ids alone.

    `key`: what makes the event the same when it arrives twice; unique for each contact.
    """

    __tablename__ = "contact_event"
    __table_args__ = (UniqueConstraint("contact_id", "key"),)

    contact_id: Mapped[str] = mapped_column(ForeignKey("contact_record.id", ondelete="CASCADE"), index=True)
    key: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[str] = mapped_column(String(64), default="")
    detail: Mapped[str] = mapped_column(String(200), default="")
    by: Mapped[str] = mapped_column(String(36))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
