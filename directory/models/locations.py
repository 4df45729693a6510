"""Locations, and the postcodes by which people find them."""

from sqlalchemy import Boolean, Float, ForeignKey, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base, UuidKey


class Location(UuidKey, Base):
    """A place: `location` of Open Referral UK 3.0.

    Nothing of a `secret` location may be shown, exported or indexed.
    """

    __tablename__ = "location"

    location_type: Mapped[str] = mapped_column(String(20), default="physical")
    name: Mapped[str] = mapped_column(String(300), default="")
    alternate_name: Mapped[str] = mapped_column(String(300), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    transportation: Mapped[str] = mapped_column(Text, default="")
    latitude: Mapped[float | None] = mapped_column(Float)
    longitude: Mapped[float | None] = mapped_column(Float)
    external_identifier: Mapped[str] = mapped_column(String(100), default="")
    external_identifier_type: Mapped[str] = mapped_column(String(100), default="")
    secret: Mapped[bool] = mapped_column(Boolean, default=False)
    source: Mapped[str] = mapped_column(String(500), default="")
    source_id: Mapped[str] = mapped_column(String(200), default="", index=True)

    addresses: Mapped[list["Address"]] = relationship(cascade="all, delete-orphan", order_by="Address.id")
    accessibility: Mapped[list["Accessibility"]] = relationship(
        cascade="all, delete-orphan", order_by="Accessibility.position"
    )


class Address(UuidKey, Base):
    """A postal or physical address of a location."""

    __tablename__ = "address"

    location_id: Mapped[str] = mapped_column(ForeignKey("location.id", ondelete="CASCADE"), index=True)
    attention: Mapped[str] = mapped_column(String(300), default="")
    address_1: Mapped[str] = mapped_column(String(500), default="")
    address_2: Mapped[str] = mapped_column(String(500), default="")
    city: Mapped[str] = mapped_column(String(200), default="")
    region: Mapped[str] = mapped_column(String(200), default="")
    state_province: Mapped[str] = mapped_column(String(200), default="")
    postal_code: Mapped[str] = mapped_column(String(20), default="", index=True)
    country: Mapped[str] = mapped_column(String(2), default="GB")
    address_type: Mapped[str] = mapped_column(String(20), default="physical")


class Accessibility(UuidKey, Base):
    """One way in which a location is accessible, such as a ramp.

    `access_id` is a key of vocabulary.ACCESS; empty when no key fits.
    """

    __tablename__ = "accessibility"

    location_id: Mapped[str] = mapped_column(ForeignKey("location.id", ondelete="CASCADE"), index=True)
    access_id: Mapped[str] = mapped_column(String(40), default="")
    description: Mapped[str] = mapped_column(String(500), default="")
    details: Mapped[str] = mapped_column(Text, default="")
    url: Mapped[str] = mapped_column(String(1000), default="")
    position: Mapped[int] = mapped_column(default=0)


class Postcode(Base):
    """A postcode without its space, and its coordinates: degrees (WGS84) times 100,000, as whole numbers."""

    __tablename__ = "postcode"
    __table_args__ = {"sqlite_with_rowid": False}

    postcode: Mapped[str] = mapped_column(String(7), primary_key=True)
    latitude_e5: Mapped[int]
    longitude_e5: Mapped[int]
    council_id: Mapped[int | None] = mapped_column(SmallInteger)
    """The number of a CouncilCode; None where the imported file names no council. No foreign key, because
    the national file has millions of rows and replaces all of them."""


class CouncilCode(Base):
    """The GSS code of a local authority in the imported postcodes, under the number that postcodes hold."""

    __tablename__ = "council_code"

    id: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    gss_code: Mapped[str] = mapped_column(String(9), unique=True)


class OutwardCouncil(Base):
    """How many imported postcodes of an outward code lie in the area of a local authority."""

    __tablename__ = "outward_council"

    outward: Mapped[str] = mapped_column(String(4), primary_key=True)
    council_id: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    postcodes: Mapped[int]


class PostcodeArea(Base):
    """An outward code ('S73') or a sector ('S73 8') and its centroid, in degrees (WGS84)."""

    __tablename__ = "postcode_area"

    code: Mapped[str] = mapped_column(String(7), primary_key=True)
    latitude: Mapped[float] = mapped_column(Float)
    longitude: Mapped[float] = mapped_column(Float)
    town: Mapped[str] = mapped_column(String(100), default="")
