"""Organizations, their contacts and their telephone numbers (Open Referral UK 3.0)."""

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core import clock
from core.db import Base, UtcDateTime, UuidKey


class Organization(UuidKey, Base):
    """An organization that runs services: `organization` of Open Referral UK 3.0."""

    __tablename__ = "organization"

    name: Mapped[str] = mapped_column(String(300), index=True)
    alternate_name: Mapped[str] = mapped_column(String(300), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    email: Mapped[str] = mapped_column(String(320), default="")
    website: Mapped[str] = mapped_column(String(1000), default="")
    logo: Mapped[str] = mapped_column(String(1000), default="")
    uri: Mapped[str] = mapped_column(String(1000), default="")
    legal_status: Mapped[str] = mapped_column(String(100), default="")
    year_incorporated: Mapped[int | None]
    parent_organization_id: Mapped[str | None] = mapped_column(
        ForeignKey("organization.id", ondelete="SET NULL")
    )
    kind: Mapped[str] = mapped_column(String(30), default="")
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    source: Mapped[str] = mapped_column(String(500), default="")
    source_id: Mapped[str] = mapped_column(String(200), default="", index=True)
    created_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=clock.now)
    """When it was stored first; None for those from before this was kept. The feed lists the oldest first."""
    claimed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When a group took over its listings here. Its source must not overwrite them unasked after that."""
    version: Mapped[int] = mapped_column(default=1)
    """Counts the changes of the record, so that nobody changes a copy that is out of date."""
    trusted: Mapped[bool] = mapped_column(Boolean, default=False)
    """True where a moderator lets the group's changes go live at once."""

    identifiers: Mapped[list["OrganizationIdentifier"]] = relationship(
        cascade="all, delete-orphan", order_by="OrganizationIdentifier.id"
    )
    phones: Mapped[list["Phone"]] = relationship(cascade="all, delete-orphan", order_by="Phone.position")
    contacts: Mapped[list["Contact"]] = relationship(
        cascade="all, delete-orphan", order_by="Contact.position"
    )


class OrganizationIdentifier(UuidKey, Base):
    """An identifier of the organization in another register, such as a charity number."""

    __tablename__ = "organization_identifier"

    organization_id: Mapped[str] = mapped_column(
        ForeignKey("organization.id", ondelete="CASCADE"), index=True
    )
    identifier_scheme: Mapped[str] = mapped_column(String(100), default="")
    identifier_type: Mapped[str] = mapped_column(String(100), default="")
    identifier: Mapped[str] = mapped_column(String(200))


class Contact(UuidKey, Base):
    """A named person or role. A `private` contact is stored and never shown, exported or indexed."""

    __tablename__ = "contact"

    organization_id: Mapped[str | None] = mapped_column(
        ForeignKey("organization.id", ondelete="CASCADE"), index=True
    )
    service_id: Mapped[str | None] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(300), default="")
    title: Mapped[str] = mapped_column(String(300), default="")
    department: Mapped[str] = mapped_column(String(300), default="")
    email: Mapped[str] = mapped_column(String(320), default="")
    private: Mapped[bool] = mapped_column(Boolean, default=False)
    position: Mapped[int] = mapped_column(default=0)

    phones: Mapped[list["Phone"]] = relationship(cascade="all, delete-orphan", order_by="Phone.position")


class Phone(UuidKey, Base):
    """A telephone number of a service, an organization, a place or a contact."""

    __tablename__ = "phone"

    organization_id: Mapped[str | None] = mapped_column(
        ForeignKey("organization.id", ondelete="CASCADE"), index=True
    )
    service_id: Mapped[str | None] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), index=True)
    location_id: Mapped[str | None] = mapped_column(ForeignKey("location.id", ondelete="CASCADE"), index=True)
    contact_id: Mapped[str | None] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"), index=True)
    number: Mapped[str] = mapped_column(String(60))
    extension: Mapped[str] = mapped_column(String(20), default="")
    type: Mapped[str] = mapped_column(String(20), default="voice")
    description: Mapped[str] = mapped_column(String(500), default="")
    answers: Mapped[str] = mapped_column(String(200), default="", server_default="")
    """When it is answered, where it has hours of its own, as `directory.schedules.phone_hours` stores them."""
    position: Mapped[int] = mapped_column(default=0)
