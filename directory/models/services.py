"""Services and their parts: tables of Open Referral UK 3.0.

Further columns hold facts for which the standard has no field.
"""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, ForeignKey, Integer, Numeric, String, Table, Text, Time
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from core import clock
from core.db import Base, UtcDateTime, UuidKey
from directory.models.locations import Location
from directory.models.organizations import Contact, Organization, Phone
from directory.models.photos import Photo

service_successor = Table(
    "service_successor",
    Base.metadata,
    Column("service_id", String(36), ForeignKey("service.id", ondelete="CASCADE"), primary_key=True),
    Column("successor_id", String(36), ForeignKey("service.id", ondelete="CASCADE"), primary_key=True),
)


class Service(UuidKey, Base):
    """Help that people can use: `service` of Open Referral UK 3.0.

    Route in, delivery and availability are our own columns.
    """

    __tablename__ = "service"

    organization_id: Mapped[str] = mapped_column(ForeignKey("organization.id"), index=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    name: Mapped[str] = mapped_column(String(300), index=True)
    alternate_name: Mapped[str] = mapped_column(String(300), default="")
    former_names: Mapped[list[str]] = mapped_column(JSON, default=list)
    summary: Mapped[str] = mapped_column(String(500), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    url: Mapped[str] = mapped_column(String(1000), default="")
    email: Mapped[str] = mapped_column(String(320), default="")
    status: Mapped[str] = mapped_column(String(30), default="active", index=True)
    fees: Mapped[str] = mapped_column(Text, default="")
    accreditations: Mapped[str] = mapped_column(Text, default="")
    alert: Mapped[str] = mapped_column(Text, default="")
    interpretation_services: Mapped[str] = mapped_column(Text, default="")
    application_process: Mapped[str] = mapped_column(Text, default="")
    eligibility_description: Mapped[str] = mapped_column(Text, default="")
    minimum_age: Mapped[int | None]
    maximum_age: Mapped[int | None]
    assured_date: Mapped[date | None] = mapped_column(Date)
    assurer_email: Mapped[str] = mapped_column(String(320), default="")
    last_modified: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now, onupdate=clock.now)
    created_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=clock.now)
    """When the service was first stored here; None for what older versions stored."""
    hidden_on: Mapped[date | None] = mapped_column(Date)
    """Since when it is out of the results because nobody checked it; None for a service that is in them."""

    route_in: Mapped[list[str]] = mapped_column(JSON, default=list)
    delivery: Mapped[list[str]] = mapped_column(JSON, default=list)
    availability: Mapped[str] = mapped_column(String(20), default="")
    waiting_time: Mapped[str] = mapped_column(String(200), default="")
    if_full: Mapped[str] = mapped_column(Text, default="")
    hours_kind: Mapped[str] = mapped_column(String(10), default="unknown")
    hours_text: Mapped[str] = mapped_column(Text, default="")
    starts_on: Mapped[date | None] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)
    ended_reason: Mapped[str] = mapped_column(String(500), default="")
    paused_from: Mapped[date | None] = mapped_column(Date)
    """The first day of a break; None where there is none. The status follows it by a job."""
    paused_until: Mapped[date | None] = mapped_column(Date)
    """The last day of the break; None until somebody says that it is over."""
    secret_address: Mapped[bool] = mapped_column(Boolean, default=False)
    professionals_only: Mapped[bool] = mapped_column(Boolean, default=False)
    sensitive: Mapped[bool] = mapped_column(Boolean, default=False)
    direct_payment: Mapped[bool] = mapped_column(Boolean, default=False)
    signposts_only: Mapped[bool] = mapped_column(Boolean, default=False)
    """True where the service gives no help itself and only says where to get it."""
    registration_body: Mapped[str] = mapped_column(String(200), default="")
    registration_number: Mapped[str] = mapped_column(String(100), default="")
    checked_by: Mapped[str] = mapped_column(String(200), default="")
    photo_id: Mapped[str] = mapped_column(String(36), default="")
    photo_alt: Mapped[str] = mapped_column(String(500), default="")
    """Words for the photo, for people who cannot see it."""
    source: Mapped[str] = mapped_column(String(500), default="")
    source_id: Mapped[str] = mapped_column(String(200), default="", index=True)
    version: Mapped[int] = mapped_column(default=1)
    """Counts the changes of the record, so that nobody changes a copy that is out of date."""

    organization: Mapped[Organization] = relationship()
    photo: Mapped[Photo | None] = relationship(
        primaryjoin=lambda: foreign(Service.photo_id) == Photo.id, viewonly=True
    )
    sites: Mapped[list["ServiceAtLocation"]] = relationship(
        cascade="all, delete-orphan", order_by="ServiceAtLocation.position"
    )
    schedules: Mapped[list["Schedule"]] = relationship(
        cascade="all, delete-orphan", order_by="Schedule.position"
    )
    phones: Mapped[list[Phone]] = relationship(cascade="all, delete-orphan", order_by="Phone.position")
    contacts: Mapped[list[Contact]] = relationship(cascade="all, delete-orphan", order_by="Contact.position")
    cost_options: Mapped[list["CostOption"]] = relationship(
        cascade="all, delete-orphan", order_by="CostOption.position"
    )
    languages: Mapped[list["Language"]] = relationship(cascade="all, delete-orphan", order_by="Language.name")
    service_areas: Mapped[list["ServiceArea"]] = relationship(
        cascade="all, delete-orphan", order_by="ServiceArea.name"
    )
    funding: Mapped[list["Funding"]] = relationship(cascade="all, delete-orphan", order_by="Funding.id")
    attributes: Mapped[list["Attribute"]] = relationship(
        cascade="all, delete-orphan", order_by="Attribute.position"
    )
    successors: Mapped[list["Service"]] = relationship(
        secondary=service_successor,
        primaryjoin=lambda: Service.id == service_successor.c.service_id,
        secondaryjoin=lambda: Service.id == service_successor.c.successor_id,
        order_by="Service.name",
    )


class ServiceAtLocation(UuidKey, Base):
    """A service at one location.

    `schedules` are the times at that location, where they differ from the times of the service.
    """

    __tablename__ = "service_at_location"

    service_id: Mapped[str] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), index=True)
    location_id: Mapped[str] = mapped_column(ForeignKey("location.id"), index=True)
    description: Mapped[str] = mapped_column(Text, default="")
    position: Mapped[int] = mapped_column(default=0)

    location: Mapped[Location] = relationship()
    schedules: Mapped[list["Schedule"]] = relationship(
        cascade="all, delete-orphan", order_by="Schedule.position"
    )


class Schedule(UuidKey, Base):
    """The times at which a service runs: the iCalendar fields of Open Referral UK 3.0.

    Term times, holidays and seasons are our own fields.
    """

    __tablename__ = "schedule"

    service_id: Mapped[str | None] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), index=True)
    service_at_location_id: Mapped[str | None] = mapped_column(
        ForeignKey("service_at_location.id", ondelete="CASCADE"), index=True
    )
    freq: Mapped[str | None] = mapped_column(String(10))
    interval: Mapped[int] = mapped_column(Integer, default=1)
    byday: Mapped[str] = mapped_column(String(60), default="")
    bymonthday: Mapped[str] = mapped_column(String(100), default="")
    count: Mapped[int | None]
    dtstart: Mapped[date | None] = mapped_column(Date)
    until: Mapped[date | None] = mapped_column(Date)
    valid_from: Mapped[date | None] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)
    opens_at: Mapped[time | None] = mapped_column(Time)
    closes_at: Mapped[time | None] = mapped_column(Time)
    description: Mapped[str] = mapped_column(Text, default="")
    notes: Mapped[str] = mapped_column(Text, default="")
    schedule_link: Mapped[str] = mapped_column(String(1000), default="")
    attending_type: Mapped[str] = mapped_column(Text, default="")
    extra: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    position: Mapped[int] = mapped_column(default=0)


class CostOption(UuidKey, Base):
    """One price of a service. `kind` is a key of vocabulary.COST; amounts are pounds."""

    __tablename__ = "cost_option"

    service_id: Mapped[str] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), index=True)
    valid_from: Mapped[date | None] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)
    option: Mapped[str] = mapped_column(String(300), default="")
    currency: Mapped[str] = mapped_column(String(3), default="GBP")
    amount: Mapped[Decimal | None] = mapped_column(Numeric(10, 2))
    amount_description: Mapped[str] = mapped_column(String(500), default="")
    kind: Mapped[str] = mapped_column(String(20), default="")
    position: Mapped[int] = mapped_column(default=0)


class Language(UuidKey, Base):
    """A language in which the service is given, beside English."""

    __tablename__ = "language"

    service_id: Mapped[str] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(100))
    code: Mapped[str] = mapped_column(String(20), default="")
    note: Mapped[str] = mapped_column(String(500), default="")


class ServiceArea(UuidKey, Base):
    """An area in which people must live to use the service.

    `covers` is derived from the name: 'borough', an outward code, or a town of the gazetteer.
    """

    __tablename__ = "service_area"

    service_id: Mapped[str] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(300), default="")
    extent: Mapped[str] = mapped_column(Text, default="")
    extent_type: Mapped[str] = mapped_column(String(60), default="")
    uri: Mapped[str] = mapped_column(String(1000), default="")


class Funding(UuidKey, Base):
    """Who pays for the service or the organization."""

    __tablename__ = "funding"

    service_id: Mapped[str | None] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), index=True)
    organization_id: Mapped[str | None] = mapped_column(
        ForeignKey("organization.id", ondelete="CASCADE"), index=True
    )
    source: Mapped[str] = mapped_column(String(500))


class Taxonomy(UuidKey, Base):
    """A scheme of terms. Our own taxonomies have a `key`; taxonomies of feeds have none."""

    __tablename__ = "taxonomy"

    key: Mapped[str | None] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(Text, default="")
    uri: Mapped[str] = mapped_column(String(1000), default="")
    version: Mapped[str] = mapped_column(String(60), default="")

    terms: Mapped[list["TaxonomyTerm"]] = relationship(
        back_populates="taxonomy", cascade="all, delete-orphan"
    )


class TaxonomyTerm(UuidKey, Base):
    """One term of a taxonomy. `code` is the stable id that content/ uses for our own terms."""

    __tablename__ = "taxonomy_term"

    taxonomy_id: Mapped[str] = mapped_column(ForeignKey("taxonomy.id", ondelete="CASCADE"), index=True)
    parent_id: Mapped[str | None] = mapped_column(
        ForeignKey("taxonomy_term.id", ondelete="SET NULL"), index=True
    )
    code: Mapped[str] = mapped_column(String(200), index=True)
    name: Mapped[str] = mapped_column(String(300))
    description: Mapped[str] = mapped_column(Text, default="")
    term_uri: Mapped[str] = mapped_column(String(1000), default="")

    taxonomy: Mapped[Taxonomy] = relationship(back_populates="terms")


class Attribute(UuidKey, Base):
    """A term put on a service."""

    __tablename__ = "attribute"

    service_id: Mapped[str] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), index=True)
    taxonomy_term_id: Mapped[str] = mapped_column(
        ForeignKey("taxonomy_term.id", ondelete="CASCADE"), index=True
    )
    link_type: Mapped[str] = mapped_column(String(60), default="")
    value: Mapped[str] = mapped_column(String(500), default="")
    position: Mapped[int] = mapped_column(default=0)

    term: Mapped[TaxonomyTerm] = relationship()
