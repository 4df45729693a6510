"""The base classes of all objects of the schema."""

from typing import Any, ClassVar

from pydantic import (
    BaseModel,
    ConfigDict,
    model_validator,
)

from directory.open_referral import values
from directory.open_referral.lenient import (
    EMPTY,
    Name,
    Text,
    Uuid,
)
from directory.schedules.open_referral import EXTRA


class OpenReferralObject(BaseModel):
    """The base of all objects. `id` is the source's own id when it is a UUID, else empty."""

    model_config = ConfigDict(extra="ignore", populate_by_name=True)

    object_name: ClassVar[str]
    """The name of the object in the specification, and of its table."""
    extension_fields: ClassVar[frozenset[str]] = frozenset()
    """Fields that lie under `x_signpost`."""

    id: Uuid = ""

    @model_validator(mode="before")
    @classmethod
    def _unpack_extension(cls, row: Any) -> Any:
        """Return the row without empty values, with the fields of the extension beside the fields of the
        standard.
        """
        if not isinstance(row, dict):
            return row
        standard = {
            name: value
            for name, value in row.items()
            if name not in cls.extension_fields and value not in EMPTY
        }
        extension = values.mapping(row.get(EXTRA))
        return standard | {name: extension[name] for name in cls.extension_fields if name in extension}

    @property
    def says_nothing(self) -> bool:
        """True when the object has no values but its id, and can be left out."""
        return False


def object_or_none(value: Any) -> Any:
    return value if isinstance(value, dict | BaseModel) else None


class RootObject(OpenReferralObject):
    """A service, an organization or a location: an object to which other objects refer.

    `id` is any text until the reader has replaced it by a UUID. `source_id` is the id as the source gives
    it; None means the given `id`.
    """

    id: Text = ""
    name: Name = ""
    source_id: Text | None = None
