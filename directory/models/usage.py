"""How often listings are used, by day. The rows hold nothing about who used them."""

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class ListingUse(Base):
    """How often something was done with a listing on one day. `what`: a value of directory.usage.kinds.Use."""

    __tablename__ = "listing_use"

    made_on: Mapped[date] = mapped_column(primary_key=True)
    service_id: Mapped[str] = mapped_column(String(36), primary_key=True, index=True)
    what: Mapped[str] = mapped_column(String(10), primary_key=True)
    times: Mapped[int] = mapped_column(default=0)


class ListingSearch(Base):
    """How often a search for some words led to a listing on one day."""

    __tablename__ = "listing_search"

    made_on: Mapped[date] = mapped_column(primary_key=True)
    service_id: Mapped[str] = mapped_column(String(36), primary_key=True, index=True)
    words: Mapped[str] = mapped_column(String(200), primary_key=True)
    times: Mapped[int] = mapped_column(default=0)
