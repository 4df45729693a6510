"""The table that holds the sealed known value."""

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class KeyCheck(Base):
    """A known value, sealed with the encryption key of the site. The table has one row."""

    __tablename__ = "key_check"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
